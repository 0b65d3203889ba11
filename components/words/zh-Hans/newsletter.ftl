newsletter-title = 通讯
newsletter-lead = 一年几期：我们学到的、新的数据、新的指南。通讯里不会出现能被认出的案件。不需要账号，与反映问题无关。
newsletter-email = 您的邮箱地址
newsletter-language = 通讯的语言
newsletter-subscribe = 订阅
newsletter-privacy = 我们只保存这个地址和语言，只用来寄通讯。每一期都可以一键退订，退订后地址马上删除。
newsletter-asked = 请查看您的邮箱
newsletter-asked-more = 如果这个地址能收到，一封带链接的邮件正在路上。您在 7 天内点开链接并确认之后，才会收到通讯。没有收到？请看看垃圾邮件；一段时间内我们不会再发第二封。
newsletter-confirm-title = 您要订阅通讯吗？
newsletter-confirm-text = 按下按钮，通讯就会寄到收到这个链接的邮箱。
newsletter-confirm = 是的，请寄给我
newsletter-confirmed = 好了
newsletter-confirmed-more = 通讯会寄到您的邮箱。每一期里都有退订的链接。
newsletter-leave-title = 要退订通讯吗？
newsletter-leave-text = 按下按钮，您的地址就会被删除。
newsletter-leave = 退订
newsletter-left = 您不会再收到通讯
newsletter-left-more = 您的地址已经删除。如果此刻正有一封在路上，那是最后一封。
newsletter-again = 到通讯页面
newsletter-foot = 通讯
newsletter-mail-confirm-subject = 请确认：Handshake 通讯
newsletter-mail-confirm =
    有人（可能是您）用这个地址订阅了 Handshake 通讯。请打开下面的页面，按下按钮，通讯就会寄来：

    { $link }

    链接只能用一次，7 天内有效。如果不是您，什么都不用做：不按按钮就不会收到通讯，7 天后地址会被删除。
newsletter-mail-known-subject = Handshake 通讯
newsletter-mail-known =
    有人（可能是您）用这个地址订阅了 Handshake 通讯。这个地址已经在收通讯，不用再做什么。

    如果不想再收，请在这里退订：

    { $link }
newsletter-mail-foot =
    您收到这封邮件，是因为您订阅并确认了 Handshake 通讯。一键退订：
    { $link }
newsletter-desk-title = 通讯
newsletter-desk-lead = 已确认的订阅者 { $confirmed ->
   *[other] { $confirmedSaid } 人
}，其中 { $chineseSaid } 人看中文。{ $unconfirmedSaid } 人还没有确认，7 天后删除。
newsletter-desk-new = 写一期
newsletter-desk-drafts = 草稿
newsletter-desk-sent-title = 已寄出
newsletter-desk-none = 还没有写过。
newsletter-desk-subject-en = 英文标题
newsletter-desk-body-en = 英文正文
newsletter-desk-subject-zh = 中文标题
newsletter-desk-body-zh = 中文正文
newsletter-desk-plain = 纯文本，两种语言都要写。不写人名、地名，不写任何能认出案件的内容。
newsletter-desk-save = 保存草稿
newsletter-desk-edit = 修改草稿
newsletter-desk-saved = 已保存。
newsletter-desk-preview = 预览，与寄出的完全一样
newsletter-desk-link = （每位读者自己的链接）
newsletter-desk-test = 先寄给自己看看
newsletter-desk-tested = 中英文各一封，寄到您自己的邮箱。
newsletter-desk-send = 寄给 { $n ->
   *[other] { $said } 位订阅者
}
newsletter-desk-sure = 两种语言的预览我都看过了。寄出后不能收回。
newsletter-desk-drop = 删除草稿
newsletter-desk-written = { $who }，{ $when }
newsletter-desk-progress = 共 { $letters } 封：邮件服务器已收 { $arrived } 封，等待 { $waiting } 封，被拒或已删除 { $refused } 封
newsletter-desk-sent-on = { $when } 寄出
newsletter-desk-addresses = 地址
newsletter-desk-export = 下载地址（CSV）
newsletter-desk-export-note = 每次下载都会在下面记下您的名字。
newsletter-desk-erase-label = 删除一个地址
newsletter-desk-erase = 删除
newsletter-desk-erased-1 = 已删除，还没有寄出的信也一起删除。
newsletter-desk-erased-0 = 没有这个地址。
newsletter-desk-log = 做过的事
newsletter-desk-log-exported = { $by } 下载了 { $n } 个地址，{ $when }
newsletter-desk-log-erased = { $by } 删除了一个地址（找到 { $n } 个），{ $when }
newsletter-desk-log-sent = { $by } 把一期寄给 { $n } 个地址，{ $when }
