using QualityAward.Benchmarks;

return args switch
{
    ["forms", .. var options] => await FormsBenchmark.RunAsync(FormsBenchmarkOptions.Read(options)),
    ["bare"] => await BareEndpoint.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        QualityAward.Benchmarks forms [--quick] [--reuse] [--only WORD]   measures the form filling pages against a durable PostgreSQL (./dev bench forms)
        QualityAward.Benchmarks bare                                      the bare endpoint that the autosave is compared with
        """);
    return 2;
}
