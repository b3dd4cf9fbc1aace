# As in de, in Turkish.

# The agenda
agenda-title = { $name } · { $begins }–{ $ends } · Toplantıyı yöneten: { $moderator }
agenda-nobody = henüz belli değil
agenda-present = Katılanlar: { $people }
agenda-missing = Eksik: { $sides }
agenda-topics = Konuşulması istenen konular
agenda-unsaid = Konu – { $name } ({ $function }): toplantıda söylenecek
agenda-unsaid-client = Sizin konunuz: toplantıda söylenecek
agenda-how = Bir konu eklemek için { $until } tarihine kadar bu mesaja ➕ ile tepki verin; konunun ne olduğunu toplantıda söylersiniz. Tepkinizi kaldırırsanız isteğinizi geri almış olursunuz. Tepkiler şifrelenmez; konu içlerinde yazmaz.
agenda-too-long = Gündem tek bir mesaj için çok uzun; burada bir kısmı eksik (konuşulması istenen konu sayısı: { $topics }). Lütfen eksik kısmın size gösterilmesini isteyin.
agenda-arrival = Hoş geldiniz, görevler, gizlilik, tutanağı kimler okuyacak
agenda-client-view = Sizin görüşünüz ve istekleriniz
agenda-look-back = Ne kararlaştırılmıştı, ne oldu
agenda-news = Kurumlardan yenilikler (yalnızca yeni ve gerekli olanlar)
agenda-assessment = Ortak değerlendirme – aynı fikirde olmadığımız noktalar da
agenda-goals = Hedefler ve seçenekler (en az iki)
agenda-decisions = Kararlar: kim, ne, ne zamana kadar · eksik olan yardımlar
agenda-feedback = Toplantı sizin için nasıldı, bir sonraki tarih
agenda-roles = Görev dağılımı: kim yönetiyor, kim anlatıyor, kim zamana bakıyor
agenda-giver-tells = Durum gerçek isimler olmadan anlatılır ve soru sorulur
agenda-questions = Anlamak için sorular
agenda-hypotheses = Tahminler: Arkasında ne olabilir?
agenda-comment = Tahminler hakkında görüş
agenda-proposals = Öneriler: Ben ne yapardım?
agenda-choice = Karar: Bunlardan hangisini alıyorum?
agenda-exchange = Paylaşım: Ne öğrendik?
minutes = { $minutes } dk
item-in-writing = yazılı
who-round = kurumlar sırayla konuşur
who-giver = durumu anlatan konuşur
who-others = durumu anlatan dinler
corner-client = siz
corner-payer = yardımı ödeyen kurum
corner-provider = yardımı sunan kuruluş
corner-outside = başka kurum

# How a case conference goes
conference-name = Ortak toplantı { $case }
conference-name-consultation = Meslektaşlar arası danışma
conference-begins = Başlıyoruz: { $item } ({ $minutes })
conference-moved = { $name }: ertelendi veya öne alındı. Yeni başlangıç: { $begins }. Nedeni: { $reason }
conference-cancelled = { $name }: { $begins } tarihindeki toplantı yapılmayacak. Nedeni: { $reason }
conference-is-over = Toplantı sona erdi. Teşekkür ederiz.
item-now = Şimdi: { $number } { $item } ({ $minutes })
item-hands = Söz almak isterseniz, o anda konuşulan maddeye ✋ ile tepki verin; toplantıyı yöneten kişi kimin önce istediğini görür. Tepkinizi kaldırırsanız isteğinizi geri almış olursunuz. Bir sonraki maddede artık geçerli değildir. Tepkiler şifrelenmez.
item-following = ardından: { $item }
item-order = Sıra: { $people }
item-almost-over = { $number } { $item } için iki dakika kaldı.
replies-missing =
    { $count ->
        [one] Henüz bir yanıt eksik. Maddeler: { $items }.
       *[other] Henüz { $count } yanıt eksik. Maddeler: { $items }.
    }
poll-title = { $name }: Hangi tarih size uygun?
poll-how = Lütfen her tarih için evet, gerekirse veya hayır deyin. Ardından toplantıyı yöneten kişi birini belirler. Burada 1️⃣, 2️⃣ … ile tepki de verebilirsiniz: Bu evet demektir; tepkinizi kaldırırsanız cevabınızı geri almış olursunuz. Tepkiler şifrelenmez; hangi tarihin kastedildiği içlerinde yazmaz.

# The minutes
minutes-title = Ortak toplantının tutanağı { $case } · { $begins }–{ $ends } · Toplantıyı yöneten: { $moderator }
minutes-draft = Bu bir taslaktır. Size göre doğru olmayan bir şey varsa { $until } günü dahil itiraz edebilirsiniz. Her itiraz son metinde olduğu gibi yer alır.
minutes-final = { $day } tarihli son metin. Taslak da saklanır.
minutes-present = Katılanlar: { $names }
minutes-unopposed = { $until } günü dahil kimse itiraz etmedi.
minutes-too-long = { $case } tutanağı tek bir mesaj için çok uzun (kayıt sayısı: { $entries }). Toplantıyı yöneten kişi tutanağı size gösterir veya verir.
minutes-lost =
    { $number ->
        [one] Burada bir kayıt eksik: Yazılmıştı, ancak artık okunamıyor.
       *[other] Burada { $number } kayıt eksik: Yazılmışlardı, ancak artık okunamıyorlar.
    }
minutes-client = siz
minutes-somebody = artık kayıtlı olmayan bir kişi

# Who is in the room, and what changes
roster-client = Bu odada herkesi ilgilendiren konular konuşulur. Burada olanlar:
roster-theme = Bu odanın konusu: { $theme }. Burada yalnızca bu konu için izin verilen kişiler var:
roster-side = Bu oda yalnızca ikiniz içindir. Başka hiçbir kurum bu odanın var olduğunu öğrenmez. Burada olanlar:
roster-own = Bu oda yalnızca sizin içindir. Hiçbir uzman burada okuyamaz ya da buraya giremez. Uzmanlardan yalnızca dosyanızı yürüten kişi bu odanın var olduğunu görür; Fallraum'u teknik olarak işleten kişiler de bunu bilebilir. Fallraum size burada hatırlatma yapar. Burada yazdıklarınız hiçbir uzmana ulaşmaz: Bir şeye ihtiyacınız olursa lütfen ortak odaya yazın ya da telefon edin. Bu odayı artık istemiyorsanız odadan çıkın ya da dosyanızı yürüten kişiye söyleyin. Burada olanlar:
roster-own-case = Siz: kendi dosyanız, { $seat }
roster-person = { $name }, { $agency }, { $function } ({ $corner }): { $seat }, şu tarihe kadar: { $until }, { $given } tarihli izne göre
roster-joined = { $since } tarihinden beri burada
roster-invited = { $since } tarihinden beri davetli
theme-organisation = Ortak kararlar
theme-school = Okul ve meslek eğitimi
theme-work = İş
theme-housing = Konut
theme-family = Aile
theme-childcare = Çocuk bakımı
theme-debts = Borçlar
theme-health = Sağlık
theme-addiction = Bağımlılık
theme-offences = Suçlar
roster-listener = burada komutları okuyan Fallraum (bot)
departure = { $name } ({ $function }) artık bu odada değil. Yeni mesajlar bu kişiye ulaşmaz.
lead-offered =
    Dosyanızı artık { $name } ({ $agency }, { $function }) yürütecek, en erken { $day } tarihinden itibaren.
    Bunu şimdiki sorumlu kişi değil, başka biri önerdi.
    Bu doğru değil mi? O zaman lütfen bunu daha önce bu odada söyleyin. Verdiğiniz izinlerde hiçbir şey değişmez.
lead-accepted =
    { $day } tarihinden beri dosyanızı { $name } yürütüyor ({ $agency }, { $function }).
    { $by ->
        [lead] Önceki sorumlu kişi görevi devretti.
       *[others] Bu, önceki sorumlu kişi olmadan yapıldı. İki kişi birlikte imzaladı.
    }
    Sorularınız olursa önce { $name } size yardımcı olur. Verdiğiniz izinlerde hiçbir şey değişmez.
consult-answered = { $name } ({ $agency }, { $function }) isim verilmeden danışıldı ve dosyanızda çalışmıyor. Soru: { $asked } Yanıt:
closing-announced = Bu dosyadaki ortak çalışma sona eriyor. Bu oda yakında kapatılacak; ondan sonra burada kimse okuyamaz ve yazamaz. Size ait olanları yanınıza alabilirsiniz, bir süre sonra da: Lütfen şu kişiye başvurun: { $name } ({ $function }).
closing-announced-without-lead = Bu dosyadaki ortak çalışma sona eriyor. Bu oda yakında kapatılacak; ondan sonra burada kimse okuyamaz ve yazamaz. Size ait olanları yanınıza alabilirsiniz, bir süre sonra da: Lütfen görüştüğünüz kuruma başvurun.

# Of what the client is reminded in their own room
own-digest-title = İyi günler. Size şunları hatırlatmak isteriz:
own-digest-today = Bugün: { $what }
own-digest-on = { $day }: { $what }
own-digest-hint = Sorularınız mı var? Dosyanızdan tanıdığınız kişiler size memnuniyetle yardımcı olur. Artık hatırlatma istemiyorsanız bu odadan çıkın ya da bunu dosyanızı yürüten kişiye söyleyin.
remind-r19 = Planınızdaki bir görev
remind-r20 = Davetli olduğunuz ortak toplantı
remind-r21 = Bir iznin süresi doluyor. Onu yenileyebilir ya da sona ermesine izin verebilirsiniz.

# That the hub reads along in a room
listening-begun = Fallraum bundan böyle bu odada komutları anlamak için yazılanları okuyor. Buna dosyayı yürüten kişi karar verdi.
listening-how = “!” ile başlamayan her şey hemen silinir; hiçbir mesajın metni saklanmaz. Okumak şu demektir: Fallraum burada kendi hesabıyla bulunur ve bundan böyle yazılanların şifresini çözebilir. Dosyayı yürüten kişi bunu her zaman sona erdirebilir.
listening-own = Burada „!thema“ ile bir konu yazarsanız, konu ortak toplantının gündemine girer: Toplantıya katılan herkes onu okur. Bunu istediğiniz zaman sona erdirtebilir ya da bu odadan ayrılabilirsiniz.
listening-ended = Fallraum artık bu odada yazılanları okumuyor. Anahtarları yok edildi.
command-help = Komutlar: “!thema METİN” bir sonraki ortak toplantı için bir konu bildirir · “!aufgabe @kim bis 31.3.2027 METİN” bir görev ekler (@kim olmadan kendi göreviniz olarak) · “!erledigt NUMARA” bir görevi tamamlandı olarak işaretler · “!termin” bir sonraki ortak toplantının ne zaman olduğunu söyler · “!hilfe” bunu gösterir.
command-topic-named = Konu, { $begins } tarihindeki ortak toplantı için not edildi.
command-no-conference = Şu anda planlanmış bir ortak toplantı yok.
command-done-before = Bu komut daha önce ulaştı. Yeniden yazmanız gerekmez.
refused-command-unknown = Böyle bir komut yok. “!hilfe” nelerin mümkün olduğunu gösterir.
refused-command-too-long = Bu bir komut için çok uzun. Lütfen en fazla { $most } karakterle yazın.
refused-command-without-text = Konunun ne olduğu henüz yazılmamış. “!hilfe” nasıl yazılacağını gösterir.
refused-command-mention = Lütfen “@room” olmadan, “@ad:yer” gibi hesaplar olmadan ve matrix.to bağlantıları olmadan yazın: Bunu daha sonra okuyan kişi bu yolla çağrılmamalıdır.
refused-command-plain-text = Lütfen tek satırda, görünmeyen karakterler olmadan ve en fazla { $most } karakterle yazın.
refused-command-not-here = Bu komut herkesi ilgilendirir, bu yüzden yalnızca ortak odada kullanılabilir.
refused-command-not-for-client = Bu burada yalnızca uzmanlar için mümkündür. “!thema” ve “!hilfe” komutlarını siz de kullanabilirsiniz.
refused-command-topic-not-noted = Konu not edilemedi: Çok uzun, gündem dolu ya da gündem artık kesinleşti. Lütfen dosyanızı yürüten kişiyle konuşun.
refused-command-too-many = Kısa sürede çok fazla komut geldi. Şimdi gelenler yerine getirilmez. Lütfen biraz bekleyin ve sonra yeniden yazın.

# Below the German message: what people wrote themselves
below-not-translated = Birinin kendi yazdıkları burada yazıldığı gibi durur. Çevrilmemiştir.
below-topics =
    { $number ->
        [one] Yukarıda bir konu, yazıldığı gibi duruyor. Çevrilmemiştir.
       *[other] Yukarıda { $number } konu, yazıldığı gibi duruyor. Çevrilmemiştir.
    }
below-entries =
    { $number ->
        [one] Yukarıda bir kayıt, yazıldığı gibi duruyor. Çevrilmemiştir. Anlaşılmayan bir şey var mı? O zaman lütfen açıklanmasını isteyin, isterseniz bir tercümanla.
       *[other] Yukarıda { $number } kayıt, yazıldığı gibi duruyor. Çevrilmemiştir. Anlaşılmayan bir şey var mı? O zaman lütfen açıklanmasını isteyin, isterseniz bir tercümanla.
    }
