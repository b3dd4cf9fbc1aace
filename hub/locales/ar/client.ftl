# As in de, in Arabic. Whatever is filled in stands in isolates (FSI … PDI), put there by the catalogue.

# The agenda
agenda-title = { $name } · { $begins } – { $ends } · يدير اللقاء: { $moderator }
agenda-nobody = لم يُحدَّد بعد
agenda-present = المشاركون: { $people }
agenda-missing = الغائب: { $sides }
agenda-topics = مواضيع يُراد الحديث عنها
agenda-too-long = جدول الأعمال أطول من أن تتسع له رسالة واحدة، ولذلك ينقص هنا جزء منه (عدد المواضيع التي يُراد الحديث عنها: { $topics }). اطلبوا من فضلكم أن يُعرض عليكم ما ينقص.
agenda-arrival = ترحيب، توزيع الأدوار، السرّية، من يقرأ المحضر
agenda-client-view = رأيكم ورغباتكم
agenda-look-back = على ماذا اتفقنا وماذا تحقق منه
agenda-news = أخبار من الجهات (الجديد والضروري فقط)
agenda-assessment = تقييم مشترك – أيضًا حيث لا نتفق
agenda-goals = الأهداف والإمكانيات (اثنان على الأقل)
agenda-decisions = القرارات: من، ماذا، حتى متى · ما ينقص من مساعدات
agenda-feedback = انطباعكم عن اللقاء، الموعد القادم
agenda-roles = الأدوار: من يدير، من يعرض، من ينتبه إلى الوقت
agenda-giver-tells = عرض الحالة دون أسماء حقيقية، والسؤال الموجه إلى الجميع
agenda-questions = أسئلة للفهم
agenda-hypotheses = تخمينات: ماذا قد يكون وراء ذلك؟
agenda-comment = تعليق على التخمينات
agenda-proposals = اقتراحات: ماذا كنت سأفعل؟
agenda-choice = قرار: ماذا آخذ من ذلك؟
agenda-exchange = تبادل: ماذا تعلمنا؟
minutes =
    { $minutes ->
        [zero] بلا وقت محدد
        [one] دقيقة واحدة
        [two] دقيقتان
        [few] { $minutes } دقائق
        [many] { $minutes } دقيقة
       *[other] { $minutes } دقيقة
    }
item-in-writing = كتابيًا
who-round = تتحدث الجهات بالتناوب
who-giver = يتحدث من يعرض الحالة
who-others = يستمع من عرض الحالة
corner-client = أنتم
corner-payer = الجهة التي تدفع تكاليف المساعدة
corner-provider = الجهة التي تقدّم المساعدة
corner-outside = جهة أخرى

# How a case conference goes
conference-name = اللقاء المشترك { $case }
conference-name-consultation = استشارة بين الزملاء
conference-begins = نبدأ الآن: { $item } ({ $minutes })
conference-moved = { $name }: تغيّر الموعد. البداية الآن: { $begins }. السبب: { $reason }
conference-cancelled = { $name }: أُلغي موعد { $begins }. السبب: { $reason }
conference-is-over = انتهى اللقاء. شكرًا لكم.
item-now = الآن: { $number } { $item } ({ $minutes })
item-following = بعد ذلك: { $item }
item-order = الترتيب: { $people }
item-almost-over = بقيت دقيقتان للبند { $number } { $item }.
replies-missing =
    { $count ->
        [zero] لا تنقص أي إجابة عن البنود { $items }.
        [one] ما زالت إجابة واحدة تنقص عن البنود { $items }.
        [two] ما زالت إجابتان تنقصان عن البنود { $items }.
        [few] ما زالت { $count } إجابات تنقص عن البنود { $items }.
        [many] ما زالت { $count } إجابة تنقص عن البنود { $items }.
       *[other] ما زالت { $count } إجابة تنقص عن البنود { $items }.
    }
poll-title = { $name }: أي موعد يناسبكم؟
poll-how = يُرجى أن تقولوا عن كل موعد: نعم، أو عند الضرورة، أو لا. بعد ذلك يُحدَّد أحد المواعيد. يمكنكم أيضًا أن تتفاعلوا هنا بالرموز 1️⃣، 2️⃣ …: هذا يعني نعم، ومن يحذف الرمز يسحب جوابه. هذه الرموز غير مشفّرة، ولكن لا يُذكر فيها أي موعد هو المقصود.

# The minutes
minutes-title = محضر اللقاء المشترك { $case } · { $begins } – { $ends } · يدير اللقاء: { $moderator }
minutes-draft = هذه مسودة. إن كان شيء ما غير صحيح فيمكنكم الاعتراض حتى { $until }، وهذا اليوم محسوب. كل اعتراض يُكتب كاملًا في النص النهائي.
minutes-final = النص النهائي بتاريخ { $day }. تبقى المسودة محفوظة أيضًا.
minutes-present = الحاضرون: { $names }
minutes-unopposed = لم يعترض أحد حتى { $until }.
minutes-too-long = محضر اللقاء { $case } أطول من أن تتسع له رسالة واحدة (عدد الملاحظات: { $entries }). من يدير اللقاء يعرضه عليكم أو يعطيكم إياه.
minutes-lost =
    { $number ->
        [zero] لا تنقص هنا أي ملاحظة.
        [one] تنقص هنا ملاحظة واحدة: كُتبت ولم تعد قابلة للقراءة.
        [two] تنقص هنا ملاحظتان: كُتبتا ولم تعودا قابلتين للقراءة.
        [few] تنقص هنا { $number } ملاحظات: كُتبت ولم تعد قابلة للقراءة.
        [many] تنقص هنا { $number } ملاحظة: كُتبت ولم تعد قابلة للقراءة.
       *[other] تنقص هنا { $number } ملاحظة: كُتبت ولم تعد قابلة للقراءة.
    }
minutes-client = أنتم
minutes-somebody = شخص لم يعد مسجّلًا

# Who is in the room, and what changes
roster-client = في هذه الغرفة نتحدث عمّا يخص الجميع. الموجودون هنا:
roster-theme = موضوع هذه الغرفة: { $theme }. لا يوجد هنا إلا من سُمح لهم بهذا الموضوع:
roster-side = هذه الغرفة لكما أنتما الاثنين فقط. لا تعلم أي جهة أخرى بوجودها. الموجودون هنا:
roster-own-case = أنتم: حالتكم، { $seat }
roster-person = { $name }، { $agency }، { $function } ({ $corner }): { $seat }، حتى { $until }، بحسب الموافقة بتاريخ { $given }
roster-joined = هنا منذ { $since }
roster-invited = مدعوّ منذ { $since }
theme-organisation = الاتفاقات المشتركة
theme-school = المدرسة والتدريب المهني
theme-work = العمل
theme-housing = السكن
theme-family = العائلة
theme-childcare = رعاية الأطفال
theme-debts = الديون
theme-health = الصحة
theme-addiction = الإدمان
theme-offences = المخالفات القانونية
roster-listener = برنامج Fallraum الذي يقرأ الأوامر هنا (بوت)
departure = { $name } ({ $function }) لم يعد ضمن هذه الغرفة. لا تصل الرسائل الجديدة إلى هذا الشخص.
lead-offered =
    من المقرر أن يتولى { $name } ({ $agency }، { $function }) متابعة حالتكم، ابتداءً من { $day } على أقرب تقدير.
    لم يقترح ذلك من يتولاها الآن، بل شخص آخر.
    هل هذا غير صحيح؟ إذن يُرجى أن تقولوا ذلك قبل هذا اليوم هنا في الغرفة. لا يتغير شيء في موافقاتكم.
lead-accepted =
    منذ { $day } يتولى { $name } متابعة حالتكم ({ $agency }، { $function }).
    { $by ->
        [lead] سلّم المسؤول السابق المهمة.
       *[others] حدث ذلك دون المسؤول السابق. وقّع عليه شخصان معًا.
    }
    إذا كانت لديكم أسئلة فاسألوا أولًا { $name }. لا يتغير شيء في موافقاتكم.
consult-answered = طُلبت مشورة { $name } ({ $agency }، { $function }) دون ذكر أسماء. هذا الشخص لا يعمل على حالتكم. السؤال: { $asked } الجواب:
closing-announced = العمل المشترك على هذه الحالة يقترب من نهايته. ستُغلق هذه الغرفة قريبًا؛ بعدها لا يستطيع أحد القراءة أو الكتابة هنا. يمكنكم أخذ ما يخصكم معكم، ولفترة بعد ذلك أيضًا: يُرجى التوجه إلى { $name } ({ $function }).
closing-announced-without-lead = العمل المشترك على هذه الحالة يقترب من نهايته. ستُغلق هذه الغرفة قريبًا؛ بعدها لا يستطيع أحد القراءة أو الكتابة هنا. يمكنكم أخذ ما يخصكم معكم، ولفترة بعد ذلك أيضًا: يُرجى التوجه إلى الجهة التي تتعاملون معها.

# That the hub reads along in a room
listening-begun = من الآن يقرأ برنامج Fallraum ما يُكتب في هذه الغرفة لكي يفهم الأوامر. قرّر ذلك من يتولى متابعة الحالة.
listening-how = كل ما لا يبدأ بالعلامة “!” يُحذف فورًا، ولا يُحفظ نص أي رسالة. معنى القراءة: للبرنامج Fallraum هنا حساب خاص به، ويستطيع أن يفك تشفير ما يُكتب من الآن. يمكن لمن يتولى متابعة الحالة أن ينهي ذلك في أي وقت.
listening-ended = لم يعد برنامج Fallraum يقرأ ما يُكتب في هذه الغرفة. وقد أُتلفت مفاتيحه.
command-help = الأوامر: “!thema” مع نص يذكر موضوعًا للقاء المشترك القادم · “!aufgabe @wer bis 31.3.2027” مع نص يسجّل مهمة (بدون @wer تكون المهمة لمن يكتب) · “!erledigt” مع رقم يسجّل أن المهمة أُنجزت · “!termin” يقول متى اللقاء المشترك القادم · “!hilfe” يعرض هذا.
command-topic-named = سُجّل الموضوع للقاء المشترك في { $begins }.
command-no-conference = لا يوجد حاليًا لقاء مشترك مقرر.
command-done-before = وصل هذا الأمر من قبل. لا حاجة إلى كتابته مرة أخرى.
refused-command-unknown = لا يوجد أمر كهذا. “!hilfe” يعرض ما هو متاح.
refused-command-too-long = هذا أطول من أن يكون أمرًا. الرجاء كتابته في { $most } حرف على الأكثر.
refused-command-without-text = لم يُذكر بعد ما هو الموضوع. “!hilfe” يعرض كيف يُكتب.
refused-command-mention = الرجاء الكتابة بدون “@room” وبدون حسابات مثل “@name:ort” وبدون روابط إلى matrix.to: حتى لا يُستدعى بها من يقرأ ذلك لاحقًا.
refused-command-plain-text = الرجاء الكتابة في سطر واحد وبدون رموز غير مرئية.
refused-command-not-here = هذا الأمر يخص الجميع، ولذلك يعمل في الغرفة المشتركة فقط.
refused-command-not-for-client = هذا متاح هنا للمختصين فقط. أما “!thema” و“!hilfe” فمتاحان لكم أيضًا.
refused-command-topic-not-noted = تعذّر تسجيل الموضوع: فهو طويل جدًا، أو جدول الأعمال ممتلئ، أو أصبح نهائيًا. الرجاء التحدث مع الشخص المسؤول عن حالتكم.
refused-command-too-many = وصلت أوامر كثيرة في وقت قصير. ما يأتي الآن لا يُنفَّذ. الرجاء الانتظار قليلًا ثم كتابته مرة أخرى.

# Below the German message: what people wrote themselves
below-not-translated = ما كتبه أحدهم بنفسه يظهر هنا كما كُتب. وهو غير مترجم.
below-topics =
    { $number ->
        [zero] لا توجد مواضيع في الأعلى.
        [one] في الأعلى موضوع واحد كما ذُكر. وهو غير مترجم.
        [two] في الأعلى موضوعان كما ذُكرا. وهما غير مترجمين.
        [few] في الأعلى { $number } مواضيع كما ذُكرت. وهي غير مترجمة.
        [many] في الأعلى { $number } موضوعًا كما ذُكرت. وهي غير مترجمة.
       *[other] في الأعلى { $number } موضوع كما ذُكرت. وهي غير مترجمة.
    }
below-entries =
    { $number ->
        [zero] لا توجد ملاحظات في الأعلى.
        [one] في الأعلى ملاحظة واحدة كما كُتبت. وهي غير مترجمة. هل هناك شيء غير واضح؟ إذن اطلبوا من فضلكم شرحه، ومع مترجم إن أردتم.
        [two] في الأعلى ملاحظتان كما كُتبتا. وهما غير مترجمتين. هل هناك شيء غير واضح؟ إذن اطلبوا من فضلكم شرحه، ومع مترجم إن أردتم.
        [few] في الأعلى { $number } ملاحظات كما كُتبت. وهي غير مترجمة. هل هناك شيء غير واضح؟ إذن اطلبوا من فضلكم شرحه، ومع مترجم إن أردتم.
        [many] في الأعلى { $number } ملاحظة كما كُتبت. وهي غير مترجمة. هل هناك شيء غير واضح؟ إذن اطلبوا من فضلكم شرحه، ومع مترجم إن أردتم.
       *[other] في الأعلى { $number } ملاحظة كما كُتبت. وهي غير مترجمة. هل هناك شيء غير واضح؟ إذن اطلبوا من فضلكم شرحه، ومع مترجم إن أردتم.
    }
