-- The first version of each protocol and policy, in both languages. A line that begins with two blanks goes on with the line before.
-- Later versions are published on the screen by a supervisor; what stands here is never edited once it was released.

do $seed$
declare
  first_en constant text := 'The first version.';
  first_zh constant text := '第一版。';
begin
  perform private.keep_policy('procedure', null, 0, date '2026-11-22', array[
    row(null, 'en', regexp_replace($text$# What this is
How a grievance travels here, from the first call to the closed case. Workers, factories, brands and Handshake all work by it.
# Who may come
Any worker of a covered workplace, by telephone, in this portal or in person. She may stay anonymous. It costs nothing.
- She gets a receipt. With it she can come back and read what happens.
- Nobody may be punished for using it. Retaliation is a case of its own, and a more serious one.
# The steps
- Received: we note the words as they were said. We call back within 2 hours where a life is in danger, else within 1 to
  3 days.
- Screening: we check that the workplace is covered and the matter specific enough. Whoever is refused learns the reason
  and where to go instead.
- With the factory: the factory reads what the worker allowed it to read, and answers in its own words within 24 hours
  to 7 days, by severity.
- Finding: we look at evidence of both sides. Grounded, partly grounded, not grounded or not verifiable: both are told,
  with the reason.
- Remedy: factory and worker agree on a plan. Each action has an owner, a date and the evidence that will show it.
- Check: somebody who is not the factory verifies. Then the worker is asked whether it is true for her.
- Closed: with a reason. Worker or Handshake can open it again within 10 days, and at any time for retaliation or non-payment.
# Four things that are not the same
Closed by Handshake, done according to the factory, verified by evidence, confirmed by the worker: we record each of
  them and never one for another.
# Who reads what
Handshake reads every message before it crosses from one side to the other. A factory or brand sees a worker's words
  only while she allows it.
What she takes back is shown to nobody from then on; what was read cannot be unread. Her page lists every disclosure.
# When a date passes
The case says so and takes the next step: a letter, then a meeting, then the sanction of the agreement with the brand.
# If you disagree
Worker and factory can appeal once the case is decided. Somebody decides who had no part in it before.
# What it does not do
It does not replace a court or an authority, and their time limits run on while we talk. The days given here are rules
  of ours, not law.$text$, '\n  ', ' ', 'g'), first_en)::portal.policy_text,
    row(null, 'zh-Hans', $text$# 这是什么
一件诉求从第一个电话到结案怎样处理。工人、工厂、品牌和 Handshake 都按它办事。
# 谁可以来
所覆盖工厂的任何一位工人，可以打电话、用本平台或当面反映，可以匿名，不收任何费用。
- 她会得到一张凭证，凭它可以回来查看进展。
- 任何人不得因此受到惩罚。打击报复会作为另一件更严重的案件处理。
# 各个步骤
- 收到：照原话记录。有生命危险的 2 小时内回电，其他 1 至 3 天内。
- 初审：看工厂是否在覆盖范围、事情是否具体。不受理的，说明原因和可以去哪里。
- 工厂答复：工厂只看到工人同意它看的内容，按严重程度在 24 小时至 7 天内用自己的话答复。
- 调查结论：查看双方的证据。属实、部分属实、不属实或无法核实，都告诉双方并说明理由。
- 补救：工厂与工人商定方案。每一项措施都有负责人、日期和要看的证据。
- 核查：由工厂以外的人核实，然后问工人：对她来说是不是真的解决了。
- 结案：写明原因。10 天内工人或 Handshake 可以要求重开；涉及打击报复或拖欠不付的，任何时候都可以。
# 四件不同的事
Handshake 结案、工厂说已完成、证据核实、工人确认，四项分别记录，绝不互相代替。
# 谁能看到什么
跨到另一方的每一句话，Handshake 都先读。工厂和品牌只有在工人同意期间才看得到她的话。
她收回以后，不再给任何人看；已经读过的无法收回。她的页面列出每一次透露。
# 过了期限
案件里会写明，并采取下一步：先是信函，再是会议，然后按与品牌的约定处理。
# 如果不同意
案件有了决定以后，工人和工厂都可以申诉，由没有参与过此案的人决定。
# 它不能做什么
它不能代替法院和主管部门，商谈期间法定时限照样计算。这里写的天数是我们自己的规则，不是法律规定。$text$, first_zh)::portal.policy_text], null);

  perform private.keep_policy('procedure', 'CN', 0, date '2026-11-22', array[
    row(null, 'en', regexp_replace($text$# What holds for workplaces in China
Everything of the general procedure, and the following.
# Time limits of the law run on
- Labour arbitration: within 1 year from the day she knew or should have known.
- Labour inspectorate: only for violations of the last 2 years. It decides on acceptance in 5 working days, on the
  matter in 60, and may add 30.
The worker's page shows these dates. Talking here does not stop them.
# Working days
Public holidays and the working days made up for them are counted as the State Council announces them each year.
# Social insurance and housing fund
An agreement to give them up is void. A remedy below what the law gives is not a remedy; we do not record it as one.$text$, '\n  ', ' ', 'g'), first_en)::portal.policy_text,
    row(null, 'zh-Hans', $text$# 中国境内的工厂另有规定
总的处理程序全部适用，另加以下各条。
# 法定时限照常计算
- 劳动仲裁：自知道或者应当知道权利受侵害之日起 1 年内。
- 劳动监察：只受理最近 2 年内的违法行为。5 个工作日内决定是否立案，60 个工作日内办结，可延长 30 个工作日。
工人的页面会显示这些日期。在这里商谈不会使它们停止。
# 工作日
法定节假日和调休上班日，按国务院每年公布的安排计算。
# 社会保险和住房公积金
放弃缴纳的约定无效。低于法律规定的补救不算补救，我们不会这样记录。$text$, first_zh)::portal.policy_text], null);

  perform private.keep_policy('zero_tolerance', null, 0, date '2026-11-22', array[
    row(null, 'en', regexp_replace($text$# What it is for
Some wrongs cannot wait for an answer of the factory, and asking could put somebody in danger. They follow this
  protocol, on suspicion alone.
# What is on the list
- A child at work: under 15, or under the national minimum age where that is higher; under 18 in the worst forms of work.
- People who are not free to leave, and threats or violence to make them work.
- Corporal punishment, physical abuse, violence or an imminent threat of it, sexual violence included.
- Punishing workers who step away from imminent danger.
Where there is no proof of age we treat the person as a child until it is shown otherwise.
# What happens, in this order
- The case becomes critical. The factory learns nothing of it, not even that it exists.
- The person is brought to safety and stops dangerous work without losing the job.
- Proof of age is gathered and graded. The person is heard in her own language, without staff of the factory.
- Two people of Handshake decide within 24 hours whether an authority must know, and by what law. What was handed over
  is recorded.
- After 48 hours: has the authority begun? After 72 hours: is there a plan? For a child: was somebody on site within 72 hours?
- A supervisor decides whether the brand is told. It then gets a written request not to cut and run, and answers it.
- The plan: a stipend, school, the way home, work at the legal age, work for an adult of the family. We ask every month.
- The cause at the whole site is mended, and how ages are checked.
- Two people together end it, with their reasons.
# What a brand promises
Not to withdraw orders because a case came to light, to keep silent towards the factory until it is told that it may
  speak, and to help pay the remedy.
# What a factory can expect
When it is safe for everybody, the case is opened to it and it is heard like in any other case.$text$, '\n  ', ' ', 'g'), first_en)::portal.policy_text,
    row(null, 'zh-Hans', $text$# 为什么有它
有些事不能等工厂答复，询问本身就可能使人陷入危险。只要有嫌疑，就按本程序处理。
# 包括哪些情形
- 童工：未满 15 岁，或未满当地更高的最低年龄；未满 18 岁从事最有害的工作。
- 人身自由受限制，以及用威胁或暴力强迫劳动。
- 体罚、殴打、暴力或迫在眉睫的暴力威胁，包括性暴力。
- 因躲避紧急危险而受到惩罚。
没有年龄证明时，先按儿童对待，直到证明不是为止。
# 按什么顺序处理
- 案件列为最严重一级。工厂什么都不知道，连案件存在也不知道。
- 先让当事人安全，停止危险工作，但不失去工作。
- 收集年龄证明并分级。用她自己的语言听她说，工厂人员不在场。
- Handshake 两个人在 24 小时内决定是否、依据哪条法律告知主管部门，并记录交出的内容。
- 48 小时：主管部门是否已开始？72 小时：有没有方案？涉及儿童的，72 小时内是否有人到过现场？
- 由主管决定是否告知品牌。品牌会收到不得一走了之的书面请求，并须答复。
- 方案：生活补助、上学、回家、到法定年龄后的工作、给一位成年家人的工作。我们每月询问。
- 整个工厂的根源和查验年龄的办法都要改正。
- 由两个人共同决定结束，并写明理由。
# 品牌的承诺
不因案件被发现而撤单；在获准之前对工厂保持沉默；帮助承担补救费用。
# 工厂可以期待什么
在对所有人都安全以后，案件会向工厂公开，工厂和其他案件一样有答复的权利。$text$, first_zh)::portal.policy_text], null);

  perform private.keep_policy('zero_tolerance', 'CN', 0, date '2026-11-22', array[
    row(null, 'en', regexp_replace($text$# What holds for workplaces in China
Everything of the general protocol, and the following.
# Age
The minimum age is 16. From 16 to 18 a worker is protected as a young worker: no work that the law lists as hazardous,
  and health checks.
A birth date on a household register or identity card counts more than a date that was told.
# Whom we may have to tell
The human resources and social security authority of the district, and the police where a crime is suspected. Two people
  decide, with the legal basis in writing.$text$, '\n  ', ' ', 'g'), first_en)::portal.policy_text,
    row(null, 'zh-Hans', $text$# 中国境内的工厂另有规定
总的零容忍程序全部适用，另加以下各条。
# 年龄
最低就业年龄为 16 周岁。已满 16 周岁未满 18 周岁的按未成年工保护：不得从事法律列明的有害工作，并须定期体检。
户口簿或身份证上的出生日期，比口头说的更有证明力。
# 可能需要告知谁
所在区县的人力资源和社会保障部门；涉嫌犯罪的，告知公安机关。由两个人决定，并书面写明法律依据。$text$, first_zh)::portal.policy_text], null);

  perform private.keep_policy('strike', null, 0, date '2026-11-22', array[
    row(null, 'en', regexp_replace($text$# What it is for
When many workers of a site stop work or are about to. Handshake stays neutral: it never organises, and never finds out
  or notes who leads.
# Levels
- L0: several grievances of one cause at one site. Nobody has stopped work.
- L1: one unit, for less than a shift.
- L2: a workshop, or longer than a shift, or every tenth worker.
- L3: the whole site, or over two days, or violence, police or a lockout.
- L4: several sites.
# What we do
- Try the lowest level first: the team, then the office, then the manager. What was tried is recorded with who and when.
- Record demands as causes, the size as a range, and who speaks as a role. Never a name.
- Send a bulletin to each brand of the site at each level: what is known, what is not, and what we ask. No brand learns
  which others got it.
- Afterwards watch for 30 days that nobody is punished, and note what became of each demand.
# What we ask of a brand
Keep the orders. Say so to the factory. Offer time or money where the cause lies in prices, dates or changes of its own.
# About these levels
They are our own. No agreed text for strikes has been published that we could follow.$text$, '\n  ', ' ', 'g'), first_en)::portal.policy_text,
    row(null, 'zh-Hans', $text$# 为什么有它
一个工厂有许多工人停工，或者就要停工的时候用它。Handshake 保持中立：不组织，不打听也不记录谁带头。
# 级别
- L0：同一工厂出现多件同一原因的诉求，还没有人停工。
- L1：一个班组，不到一个班次。
- L2：一个车间，或超过一个班次，或每十人中有一人。
- L3：整个工厂，或超过两天，或出现暴力、警察到场、关厂。
- L4：几个工厂。
# 我们做什么
- 先从最低一级谈起：班组，再到办公室，再到厂长。试过什么、和谁、什么时候，都记录下来。
- 诉求按原因记录，人数只记范围，代表只记身份。绝不记姓名。
- 每一级都给该工厂的每个品牌发通报：已知什么、未知什么、希望品牌做什么。品牌不会知道还有哪些品牌收到。
- 之后 30 天观察有没有人受到惩罚，并记录每一项诉求的结果。
# 希望品牌做什么
保留订单，并告诉工厂。原因在于价格、交期或品牌自己的改动时，给时间或给钱。
# 关于这些级别
这是我们自己的规定。目前没有公开的、可以照办的罢工处理文本。$text$, first_zh)::portal.policy_text], null);

  perform private.keep_policy('report_sharing', null, 0, date '2026-11-22', array[
    row(null, 'en', regexp_replace($text$# What it is for
A brand that has a report about a workplace may let somebody else read it, so that a factory need not be examined again
  and again.
# What every share says
- Which document and what was left out of it. From whom, to whom, for which purpose.
- By which law or by the consent of the factory.
- Until when. Whether it may be passed on; unless it says so, it may not.
# The factory's rights
It is told before anybody reads. It has 10 days to attach a response, which travels with every copy. It can see who has
  read, and take its consent back.
# The reader's duties
To accept these terms first, to use the report for the named purpose alone, and not to punish the factory for having
  been open.
Each page of a copy carries the reader, the date and the purpose. Each download is recorded.
# What is never shared
Nothing of a case: no message, no file, no name. Case material never travels with a report.$text$, '\n  ', ' ', 'g'), first_en)::portal.policy_text,
    row(null, 'zh-Hans', $text$# 为什么有它
品牌持有某工厂的报告时，可以让别人阅读，免得工厂一次又一次接受检查。
# 每次分享都写明
- 哪份文件，去掉了哪些内容；谁给谁，为了什么目的。
- 依据哪条法律，或者工厂的同意。
- 到什么时候为止；能不能转给别人。没有写明可以的，就不可以。
# 工厂的权利
任何人阅读之前先通知工厂。工厂有 10 天时间附上答复，答复随每一份副本一起交出。工厂看得到谁读过，也可以收回同意。
# 读者的义务
先接受这些条件；只用于写明的目的；不因工厂坦诚而惩罚它。
副本的每一页都有读者、日期和目的，每次下载都有记录。
# 什么绝不分享
案件的任何内容：消息、文件、姓名都不行。案件材料绝不随报告外传。$text$, first_zh)::portal.policy_text], null);

end
$seed$;
