light-language = 中文
light-skip-search = Search again
light-form-old = This page was open for too long, or came from elsewhere. Nothing was sent. Please try once more.
light-too-big = This is too long to be taken. Nothing was sent. Shorten it, please.
light-unreadable = Some signs in this text cannot be kept. Nothing was sent. Go back and type it again without them.
light-home = Start page
light-left = You have left this page.
light-choose-none = Another factory: type its name or city
