// Shows how far an upload has come. Without JavaScript the form is sent as it is.
// <form data-upload data-max-bytes="20971520" enctype="multipart/form-data" method="post">

function size(bytes) {
  return bytes >= 1048576 ? `${(bytes / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
}

function upload(form, submitter) {
  const box = document.createElement('div');
  box.className = 'qa-upload';
  const bar = document.createElement('progress');
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute('aria-label', '上传进度');
  const text = document.createElement('p');
  text.setAttribute('role', 'status');
  text.textContent = '正在上传…';
  form.querySelector('.qa-upload')?.remove();
  box.append(bar, text);
  form.append(box);

  const body = new FormData(form, submitter);
  const request = new XMLHttpRequest();
  request.open('POST', submitter?.getAttribute('formaction') || form.action);
  request.upload.addEventListener('progress', event => {
    if (!event.lengthComputable) { return; }
    const percent = Math.floor(event.loaded / event.total * 100);
    bar.value = percent;
    text.textContent = percent < 100 ? `正在上传 ${percent}%（${size(event.loaded)} / ${size(event.total)}）` : '上传完毕，正在检查文件…';
  });
  request.addEventListener('load', () => {
    if (request.status < 400) {
      // The upload ended in a redirect; go where it led.
      location.assign(request.responseURL);
      if (request.responseURL.split('#')[0] === location.href.split('#')[0]) { location.reload(); }
      return;
    }
    const page = new DOMParser().parseFromString(request.responseText, 'text/html');
    const main = page.getElementById('main');
    if (main) {
      document.getElementById('main').replaceWith(main);
      // The new part of the page gets everything again: counts, tables, autosave.
      main.dispatchEvent(new CustomEvent('htmx:load', { bubbles: true }));
      (document.querySelector('[data-error-summary]') ?? main).focus();
    } else {
      text.textContent = '上传没有成功，请稍后再试。';
    }
  });
  request.addEventListener('error', () => { text.textContent = '网络中断，文件没有上传，请检查网络后再试一次。'; });
  // The page that the answer leads to is fetched twice; this keeps its message for the one that is shown.
  request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
  request.send(body);
}

export function init(root) {
  for (const form of root.querySelectorAll('form[data-upload]')) {
    if (form.dataset.ready) { continue; }
    form.dataset.ready = 'true';
    const limit = Number(form.dataset.maxBytes || Infinity);

    form.addEventListener('change', event => {
      if (event.target.type !== 'file') { return; }
      const large = Array.from(event.target.files).filter(file => file.size > limit);
      const place = form.querySelector(`[data-error-for="${CSS.escape(event.target.name)}"]`);
      event.target.classList.toggle('is-invalid', large.length > 0);
      event.target.toggleAttribute('aria-invalid', large.length > 0);
      if (place) { place.textContent = large.map(file => `“${file.name}”有 ${size(file.size)}，超过了 ${size(limit)} 的上限`).join('；'); }
    });

    form.addEventListener('submit', event => {
      const chosen = Array.from(form.querySelectorAll('input[type=file]')).some(input => input.files.length > 0);
      if (!chosen || event.defaultPrevented) { return; }
      event.preventDefault();
      upload(form, event.submitter);
    });
  }
}
