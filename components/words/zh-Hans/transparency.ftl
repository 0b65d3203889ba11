transparency-title = 这个机制做了什么
transparency-lead = Handshake 全部案件的数据，按季度公布。每个季度结束 15 天后写一次，不会指向任何一个人。
transparency-foot-link = 数据与故事
transparency-quarter-label = 季度
transparency-quarter = { $month ->
    [3] { $year }年1月至3月（第{ $number }季度）
    [6] { $year }年4月至6月（第{ $number }季度）
    [9] { $year }年7月至9月（第{ $number }季度）
   *[other] { $year }年10月至12月（第{ $number }季度）
}
transparency-published = 第 { $version } 版，{ $day } 写成。
transparency-none = 还没有公布过季度数据
transparency-none-more = 第一次数据在季度结束 15 天后公布。
transparency-hidden = 不显示
transparency-days = { $first } 至 { $last } 天
transparency-days-more = { $first } 天以上
transparency-what = 这里数的是什么
transparency-base-received = 收到约 { $n } 件，{ $period }
transparency-base-answered = 首次答复约 { $n } 件，{ $period }
transparency-base-closed = 结案约 { $n } 件，{ $period }
transparency-title-category = 大家反映了什么
transparency-found-category = 最多的是{ $name }：{ $all } 件中约 { $n } 件
transparency-means-category = 每个案件按协调员判断的主要问题归类，算在我们得知的那个季度。不是案件的来电（咨询、打错）不算。
transparency-title-answer_days = 首次答复用了几天
transparency-found-answer_days = 一半的首次答复在 { $days ->
   *[other] { $days } 天
}内
transparency-means-answer_days = 从通知工厂的时刻到工厂首次答复的天数，算在答复的那个季度。没有答复的案件不在里面。
transparency-title-close_days = 结案用了几天
transparency-found-close_days = 一半的案件在 { $days ->
   *[other] { $days } 天
}内结案
transparency-means-close_days = 从第一次反映到 Handshake 结案的天数，算在结案的那个季度。还没有结案的不在里面。
transparency-title-said = 结案时工人怎么说
transparency-found-said = { $all } 件结案中约 { $n } 件，工人确认已经解决
transparency-means-said = 结案后会询问工人。“没有问”也包括不能安全联系的人。没有回答不算同意。
transparency-said-confirmed = 工人说已解决
transparency-said-disputed = 工人说没有解决
transparency-said-unreachable = 联系不上工人
transparency-said-not_asked = 没有问或还没有回答
transparency-column-name = 组别
transparency-column-n = 约多少件
transparency-note = 不显示：小于 5 的数（包括 0）、背后不到三家工厂的数，或者可以由此推算出这些数的数字。其他数字都随机取到 5 的倍数，所以各行相加不一定等于总数。
transparency-sum = 截至{ $until }，{ $quarters ->
   *[other] 已公布的 { $quarters } 个季度
}共收到约 { $n } 件。由下面和以前各季度取整后的数字相加算出。
transparency-data-title = 开放数据
transparency-data-text = 全部表格（包括这里没有画出的），CSV 格式，许可 CC BY 4.0。网址不变，已公布的版本不再改动。
transparency-data-all = 全部季度（CSV）
transparency-data-one = 本季度（CSV）
transparency-data-dictionary = 每一列的含义（CSV）
transparency-data-licence = 许可
transparency-data-index = 文件列表（JSON）
transparency-stories-title = 两个例子
transparency-light = 简版
transparency-full = 完整版
transparency-take = 下载这张表（CSV）
