light-language = 中文
light-home = Start page
light-written = What you wrote
light-choose-none = Another factory: type its name or city
error-form_stale = Nothing was sent.
error-form_stale-more = This page was open for too long, or the form came from elsewhere. Please try once more.
