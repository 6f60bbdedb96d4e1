using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace QualityAward.Infrastructure.Notifications;

/// <summary>
/// Sends by SMTP (RFC 5321) with the base library's client: MailKit cannot be had from the package registry (decision 0025). Tells what certainly was not taken from
/// what may have been, because only the former may be sent again.
/// </summary>
public sealed class SmtpMailSender(MailOptions options) : IMailSender
{
    public bool IsOn => !string.IsNullOrWhiteSpace(options.Host);

    public string SiteAddress => options.SiteAddress?.TrimEnd('/') ?? "";

    public IMailConnection Connect() => new Connection(options);

    private sealed class Connection(MailOptions options) : IMailConnection
    {
        private readonly SmtpClient _client = new(options.Host, options.Port)
        {
            EnableSsl = options.Security == MailSecurity.StartTls,
            DeliveryMethod = SmtpDeliveryMethod.Network,
            Credentials = string.IsNullOrEmpty(options.User) ? null : new NetworkCredential(options.User, options.Password),
        };

        public async Task<MailResult> SendAsync(Mail mail, CancellationToken cancellationToken)
        {
            if (!MailAddress.TryCreate(mail.To, out var to))
            {
                return new MailResult(MailOutcome.Refused, "收件邮箱的格式不正确");
            }

            using var message = new MailMessage(new MailAddress(options.From!, options.FromName, Encoding.UTF8), to)
            {
                Subject = mail.Subject.ReplaceLineEndings(" "), SubjectEncoding = Encoding.UTF8, Body = mail.Text, BodyEncoding = Encoding.UTF8, IsBodyHtml = false,
            };
            message.Headers.Add("Message-ID", $"<{mail.Id:N}@{options.From![(options.From!.IndexOf('@', StringComparison.Ordinal) + 1)..]}>");
            message.Headers.Add("Auto-Submitted", "auto-generated");
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(TimeSpan.FromSeconds(options.TimeoutSeconds));
            try
            {
                await _client.SendMailAsync(message, limit.Token);
                return new MailResult(MailOutcome.Taken);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return new MailResult(MailOutcome.Unknown, "邮件服务器没有按时应答");
            }
            catch (SmtpFailedRecipientException fault)
            {
                return OfStatus(fault.StatusCode);
            }
            catch (SmtpException fault) when (fault.StatusCode != SmtpStatusCode.GeneralFailure)
            {
                return OfStatus(fault.StatusCode);
            }
            catch (SmtpException fault)
            {
                return NeverBegan(fault) ? new MailResult(MailOutcome.Later, "无法连接邮件服务器") : new MailResult(MailOutcome.Unknown, "与邮件服务器的连接中断");
            }
            catch (AuthenticationException)
            {
                return new MailResult(MailOutcome.Later, "邮件服务器的证书不受信任");
            }
        }

        public void Dispose() => _client.Dispose();

        /// <summary>The server's number: 4xx means later, 5xx never (RFC 5321 4.2.1). What it says besides may hold addresses and is not kept.</summary>
        private static MailResult OfStatus(SmtpStatusCode status)
        {
            var number = (int)status;
            return status switch
            {
                // Wrong settings on our side are mended, so that the mails are not lost.
                SmtpStatusCode.ClientNotPermitted or SmtpStatusCode.MustIssueStartTlsFirst => new MailResult(MailOutcome.Later, $"邮件服务器不接受登录（{number}）"),
                _ when number is >= 500 and < 600 => new MailResult(MailOutcome.Refused, $"邮件服务器拒绝接收（{number}）"),
                _ => new MailResult(MailOutcome.Later, $"邮件服务器暂时不能接收（{number}）"),
            };
        }

        /// <summary>True when the connection never came about.</summary>
        private static bool NeverBegan(Exception fault)
        {
            for (var at = fault.InnerException; at is not null; at = at.InnerException)
            {
                if (at is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.TryAgain or SocketError.NoData } or AuthenticationException)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
