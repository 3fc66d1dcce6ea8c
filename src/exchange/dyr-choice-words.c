/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Words that files use for the choices of a field, in Ukrainian, Russian, Croatian and English, in
 * every gender that lists have. Words are folded: no marks, no hyphens, е for ё, г for ґ. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-choice-words.h"
#include "dyr-choice-words-private.h"

#include <string.h>

#include "dyr-text.h"

#define NOTHING                                                                                                                                 \
  "інше|інший|інша|другое|другой|другая|прочее|иное|ostalo|drugo|ostali|other|others|none|немає|" \
  "нет|nema|не вказано|не указано|не визначено|не определено|nije navedeno|nepoznato|unknown|n a"

#define DRAFT                                                                                                                                         \
  "чернетка|проєкт|проект|черновик|nacrt|skica|draft|у підготовці|готується|в подготовке|" \
  "готовится|u pripremi"
#define CANCELLED                                                                                                                                                                 \
  "скасовано|скасований|скасована|анульовано|відмінено|отменено|отменен|отменена|аннулировано|" \
  "otkazano|otkazan|otkazana|ponisteno|stornirano|cancelled|canceled|void"
#define SIGNED                                                                                                                                                   \
  "підписано|підписаний|підписана|підписаний обома|подписано|подписан|подписана|potpisano|" \
  "potpisan|potpisana|signed"
#define SUSPENDED                                                                                                                                                         \
  "призупинено|призупинений|призупинена|зупинено|пауза|на паузі|заморожено|приостановлено|" \
  "приостановлен|приостановлена|на паузе|заморожен|заморожена|obustavljeno|obustavljen|"                             \
  "obustavljena|pauzirano|pauziran|pauzirana|na cekanju|mirovanje|suspended|paused|on "                                                                                   \
  "hold|inactive"                                                                                                                                                         \
  "|неактивний|неактивна|неактивно|неактивный|неактивная|neaktivan|neaktivna|neaktivno"
#define ACTIVE                                                                                                                                                             \
  "активний|активна|активно|активне|діє|діючий|діюча|чинний|чинна|дійсний|активный|активная|" \
  "активное|действует|действующий|действующая|aktivan|aktivna|aktivno|vazeci|na snazi|u tijeku|"                                    \
  "vrijedi|active|in force|current|valid"
#define PLANNED                                                                                                                                                               \
  "заплановано|запланований|запланована|планується|у планах|план|запланировано|запланирован|" \
  "запланирована|планируется|planirano|planiran|planirana|zakazano|planned|scheduled"
#define HELD                                                                                                                                                                      \
  "проведено|проведена|проведений|відбулося|відбулась|відбувся|проведен|состоялось|состоялась|" \
  "состоялся|odrzano|odrzana|odrzan|held|completed"
#define NOT_HELD                                                                                                                                                               \
  "не відбулося|не відбулась|не відбувся|не проведено|не состоялось|не состоялась|не состоялся|" \
  "не проведена|nije odrzano|nije odrzana|not held|no show|not happened"
#define REFUSED                                                                                                                                                         \
  "відмова|відмовився|відмовилась|відмовлено|отказ|отказался|отказалась|отказано|odbijeno|odbio|" \
  "odbila|refused|declined|rejected"

static const DyrChoiceWords table[] = {
  { "client",
    "state",
    "prospect",
    "потенційний|потенційна|потенційні|потенційний клієнт|перспективний|лід|потенциальный|"
    "потенциальная|потенциальный клиент|перспективный|лид|potencijalni|potencijalan|potencijalna|"
    "potencijalni klijent|potencijalni kupac|prospect|lead|potential|новий|новый|novi|new" },
  { "client",
    "state",
    "active",
    ACTIVE
    "|постійний|постійний клієнт|поточний|постоянный|постоянный клиент|текущий|клієнт|клиент|"
    "klijent|client|customer" },
  { "client", "state", "suspended", SUSPENDED },
  { "client",
    "state",
    "lost",
    "втрачений|втрачена|втрачено|пішов|архів|архівний|потерян|потеряна|потеряно|потерянный|ушел|"
    "архив|архивный|izgubljen|izgubljena|izgubljeno|arhiviran|lost|former|churned|closed|archived|"
    "закритий|закрыт|zatvoren|колишній|бывший|bivsi" },
  { "client", "state", "", NOTHING },

  { "client",
    "roles",
    "client",
    "клієнт|клієнти|покупець|замовник|клиент|клиенты|покупатель|заказчик|klijent|klijenti|kupac|"
    "narucitelj|client|clients|customer|buyer" },
  { "client",
    "roles",
    "supplier",
    "постачальник|постачальники|вендор|поставщик|поставщики|dobavljac|dobavljaci|supplier|"
    "suppliers|vendor" },
  { "client",
    "roles",
    "contractor",
    "підрядник|підрядники|виконавець|подрядчик|подрядчики|исполнитель|izvodac|podizvodac|"
    "izvodaci|contractor|contractors|subcontractor" },
  { "client",
    "roles",
    "partner",
    "партнер|партнери|партнеры|дилер|partner|partneri|partners|dealer|reseller" },
  { "client",
    "roles",
    "competitor",
    "конкурент|конкуренти|конкуренты|konkurent|konkurencija|konkurenti|competitor|competitors" },
  { "client",
    "roles",
    "venue",
    "майданчик|локація|зал|площадка|локация|prostor|dvorana|mjesto odrzavanja|venue|location" },
  { "client", "roles", "", NOTHING },

  { "person",
    "decision-role",
    "decision-maker",
    "особа що ухвалює рішення|особа що приймає рішення|приймає рішення|ухвалює рішення|опр|лпр|"
    "лицо принимающее решение|лицо принимающее решения|принимает решение|принимает решения|"
    "donositelj odluke|donositelj odluka|donosi odluke|decision maker|decides|керівник|директор|"
    "руководитель|direktor" },
  { "person",
    "decision-role",
    "influencer",
    "впливає|впливає на рішення|влияет|влияет на решение|utjece|utjecajna osoba|influencer|"
    "influences" },
  { "person",
    "decision-role",
    "evaluator",
    "оцінює|оцінювач|експерт|оценивает|эксперт|procjenjuje|procjenitelj|evaluator|evaluates" },
  { "person",
    "decision-role",
    "user",
    "користувач|користується|пользователь|korisnik|user|end user" },
  { "person",
    "decision-role",
    "accountant",
    "бухгалтер|головний бухгалтер|бухгалтерія|главный бухгалтер|бухгалтерия|racunovoda|"
    "racunovodstvo|accountant|accounting" },
  { "person",
    "decision-role",
    "technical",
    "технічний|технічний спеціаліст|технічний фахівець|технар|інженер|технический|"
    "технический специалист|инженер|tehnicar|tehnicka osoba|tehnicki strucnjak|inzenjer|technical|"
    "technical specialist|engineer" },
  { "person", "decision-role", "", NOTHING },

  { "contract",
    "kind",
    "supply",
    "поставка|постачання|договір поставки|купівля продаж|купля продажа|договор поставки|isporuka|"
    "opskrba|kupoprodaja|supply|sale|purchase" },
  { "contract",
    "kind",
    "service",
    "послуги|надання послуг|обслуговування|договір послуг|услуги|оказание услуг|обслуживание|"
    "договор услуг|usluge|usluga|service|services" },
  { "contract",
    "kind",
    "subscription",
    "абонентський|абонплата|абонентське обслуговування|підписка|передплата|абонентский|"
    "абонентская плата|абонентское обслуживание|подписка|pretplata|pretplatni|subscription" },
  { "contract",
    "kind",
    "dealer",
    "дилерський|дилерство|дистрибуція|дилерский|дистрибуция|zastupanje|distribucija|zastupnicki|"
    "dealer|dealership|distribution" },
  { "contract", "kind", "lease", "оренда|аренда|найм|лізинг|лизинг|najam|zakup|lease|rent|rental" },
  { "contract",
    "kind",
    "nda",
    "нерозголошення|про нерозголошення|конфіденційність|неразглашение|о неразглашении|"
    "конфиденциальность|povjerljivost|o povjerljivosti|nda|non disclosure|confidentiality" },
  { "contract", "kind", "framework", "рамковий|рамочный|okvirni|okvirni ugovor|framework" },
  { "contract", "kind", "", NOTHING },

  { "contract", "state", "draft", DRAFT },
  { "contract",
    "state",
    "negotiation",
    "на погодженні|на погодженні з клієнтом|погодження|узгодження|на узгодженні|переговори|"
    "на согласовании|на согласовании с клиентом|согласование|переговоры|u pregovorima|pregovori|"
    "in negotiation|negotiation|negotiating" },
  { "contract",
    "state",
    "approval",
    "затвердження|на затвердженні|затвердження керівником|у керівника|утверждение|на утверждении|"
    "утверждение руководителем|у руководителя|na odobrenju|odobrenje|approval|in approval|"
    "pending approval" },
  { "contract", "state", "signed", SIGNED },
  { "contract", "state", "active", ACTIVE "|виконується|исполняется" },
  { "contract", "state", "suspended", SUSPENDED },
  { "contract",
    "state",
    "terminated",
    "розірвано|розірваний|припинено|припинений|завершено|завершений|закритий|закрито|строк дії "
    "минув|"
    "розторгнуто|расторгнут|расторгнуто|прекращен|прекращено|завершен|закрыт|закрыто|raskinut|"
    "raskinuto|zavrsen|zavrseno|zatvoren|zatvoreno|terminated|ended|closed|finished" },
  { "contract", "state", "", NOTHING },

  { "amendment", "state", "draft", DRAFT },
  { "amendment",
    "state",
    "sent",
    "надіслано|надісланий|надіслана|відправлено|отправлено|отправлен|послано|poslano|poslan|"
    "poslana|sent" },
  { "amendment", "state", "signed", SIGNED },
  { "amendment", "state", "cancelled", CANCELLED },
  { "amendment", "state", "", NOTHING },

  { "product",
    "kind",
    "good",
    "товар|товари|товары|матеріал|материал|roba|proizvod|artikl|good|goods|product|material" },
  { "product",
    "kind",
    "service",
    "послуга|послуги|робота|роботи|услуга|услуги|работа|работы|usluga|usluge|service|services|"
    "work" },
  { "product",
    "kind",
    "subscription",
    "абонплата|підписка|передплата|абонентская плата|подписка|pretplata|subscription" },
  { "product", "kind", "", NOTHING },

  { "delivery",
    "kind",
    "city-courier",
    "курєр|курєр містом|курєр по місту|міський курєр|по місту|курьер|курьер по городу|"
    "городской курьер|по городу|gradski kurir|kurir|dostava u gradu|city courier|courier" },
  { "delivery",
    "kind",
    "intercity",
    "міжміська|міжміський|міжмісто|нова пошта|укрпошта|междугородняя|междугородный|межгород|"
    "новая почта|укрпочта|medugradska|medugradski|intercity|long distance" },
  { "delivery",
    "kind",
    "oversize",
    "негабарит|негабаритна|негабаритний|великогабаритна|великогабаритний|негабаритная|негабаритный|"
    "крупногабаритная|крупногабаритный|vangabaritna|vangabaritni|oversize|oversized" },
  { "delivery",
    "kind",
    "pick-up",
    "самовивіз|самовывоз|osobno preuzimanje|preuzimanje|pick up|pickup|self pickup|collection" },
  { "delivery",
    "kind",
    "own-car",
    "власне авто|власний транспорт|своє авто|свой транспорт|собственный транспорт|свое авто|"
    "vlastiti prijevoz|vlastito vozilo|own car|own transport" },
  { "delivery", "kind", "", NOTHING },

  { "delivery", "state", "draft", DRAFT },
  { "delivery",
    "state",
    "agreed",
    "дату погоджено|погоджено|погоджена|узгоджено|дата согласована|согласовано|согласована|"
    "datum dogovoren|dogovoreno|dogovorena|agreed|date agreed" },
  { "delivery",
    "state",
    "ordered",
    "транспорт замовлено|замовлено|замовлена|транспорт заказан|заказано|заказана|"
    "prijevoz narucen|naruceno|ordered|transport ordered" },
  { "delivery",
    "state",
    "shipped",
    "відвантажено|відвантажена|відправлено|відправлена|отгружено|отгружена|отправлено|отправлена|"
    "otpremljeno|otpremljena|poslano|shipped|dispatched|sent" },
  { "delivery",
    "state",
    "in-transit",
    "у дорозі|в дорозі|прямує|їде|в пути|едет|u prijevozu|na putu|u dostavi|in transit|on the "
    "way" },
  { "delivery",
    "state",
    "delivered",
    "доставлено|доставлена|доставлений|доставлен|dostavljeno|dostavljena|isporuceno|isporucena|"
    "delivered" },
  { "delivery",
    "state",
    "accepted",
    "прийнято клієнтом|прийнято|прийнята|отримано|принято клиентом|принято|принята|получено|"
    "klijent preuzeo|preuzeto|preuzeta|accepted|received" },
  { "delivery",
    "state",
    "closed",
    "документи закрито|закрито|закрита|документы закрыты|закрыто|закрыта|"
    "dokumentacija zakljucena|zakljuceno|zatvoreno|closed|documents closed" },
  { "delivery",
    "state",
    "returned",
    "повернено|повернена|повернення|возвращено|возвращена|возврат|vraceno|vracena|povrat|"
    "returned" },
  { "delivery",
    "state",
    "failed",
    "не доставлено|недоставлено|не вдалося|не удалось|neuspjela dostava|neuspjelo|neuspjela|"
    "nije dostavljeno|failed|not delivered|undelivered" },
  { "delivery", "state", "cancelled", CANCELLED },
  { "delivery", "state", "", NOTHING },

  { "presentation",
    "mode",
    "online",
    "онлайн|дистанційно|відеозвязок|дистанционно|видеосвязь|online|na daljinu|video|remote|zoom|"
    "teams|google meet" },
  { "presentation",
    "mode",
    "office",
    "в офісі|у нас в офісі|офіс|в офисе|у нас в офисе|офис|u uredu|ured|office|in the office" },
  { "presentation",
    "mode",
    "on-site",
    "у клієнта|на місці|виїзд|на обєкті|у клиента|на месте|выезд|на объекте|kod klijenta|"
    "na lokaciji|on site|onsite|at the client" },
  { "presentation",
    "mode",
    "event",
    "захід|на заході|виставка|конференція|мероприятие|на мероприятии|выставка|конференция|"
    "dogadanje|sajam|konferencija|event|exhibition|conference|fair" },
  { "presentation", "mode", "", NOTHING },

  { "presentation", "state", "planned", PLANNED },
  { "presentation", "state", "held", HELD },
  { "presentation", "state", "not-held", NOT_HELD "|" CANCELLED },
  { "presentation",
    "state",
    "moved",
    "перенесено|перенесена|перенесений|відкладено|отложено|отложена|перенесен|odgodeno|odgodena|"
    "premjesteno|moved|postponed|rescheduled" },
  { "presentation", "state", "", NOTHING },

  { "presentation",
    "outcome",
    "contract",
    "договір|підписано договір|купив|договор|подписан договор|купил|ugovor|contract|won|bought" },
  { "presentation",
    "outcome",
    "interested",
    "зацікавлений|зацікавлена|зацікавлені|зацікавлення|цікаво|заинтересован|заинтересована|"
    "заинтересованы|интересно|zainteresiran|zainteresirana|zainteresirani|interes|interested" },
  { "presentation",
    "outcome",
    "thinks",
    "думає|думають|розмірковує|вагається|думает|думают|размышляет|razmislja|razmisljaju|thinks|"
    "thinking|thinking it over|considering" },
  { "presentation", "outcome", "refused", REFUSED },
  { "presentation", "outcome", "", NOTHING },

  { "activity",
    "kind",
    "call",
    "дзвінок|телефонний дзвінок|телефонна розмова|звонок|телефонный звонок|poziv|"
    "telefonski poziv|call|phone call" },
  { "activity",
    "kind",
    "meeting",
    "зустріч|нарада|візит|встреча|совещание|визит|sastanak|posjet|meeting|visit|appointment" },
  { "activity",
    "kind",
    "task",
    "завдання|задача|справа|доручення|задание|дело|поручение|zadatak|zadaca|task|to do|todo" },

  { "activity",
    "state",
    "open",
    "відкрито|відкрита|відкритий|нове|нова|новий|у роботі|в роботі|виконується|очікує|відкладено|"
    "открыто|открыта|открыт|новая|новое|новый|в работе|выполняется|ожидает|ждет|отложено|"
    "otvoreno|otvoren|otvorena|novo|novi|nova|u tijeku|ceka|open|new|in progress|not started|"
    "pending|waiting|deferred|" PLANNED },
  { "activity",
    "state",
    "done",
    "виконано|виконана|виконаний|зроблено|завершено|завершена|закрито|выполнено|выполнена|выполнен|"
    "сделано|завершен|закрыто|obavljeno|obavljen|obavljena|zavrseno|dovrseno|zatvoreno|done|"
    "finished|"
    "closed|" HELD },
  { "activity", "state", "cancelled", CANCELLED "|" NOT_HELD },
  { "activity", "state", "", NOTHING },

  { "activity",
    "direction",
    "in",
    "вхідний|вхідна|вхідні|входящий|входящая|входящие|dolazni|dolazno|ulazni|in|incoming|inbound" },
  { "activity",
    "direction",
    "out",
    "вихідний|вихідна|вихідні|исходящий|исходящая|исходящие|odlazni|odlazno|izlazni|out|outgoing|"
    "outbound" },
  { "activity", "direction", "", NOTHING },

  { "activity",
    "outcome",
    "reached",
    "додзвонились|додзвонилися|додзвонився|поговорили|розмова відбулась|дозвонились|дозвонился|"
    "разговор состоялся|javio se|javila se|razgovarali|reached|talked|answered|connected" },
  { "activity",
    "outcome",
    "no-answer",
    "немає відповіді|не відповідає|не відповів|не взяв трубку|нет ответа|не отвечает|не ответил|"
    "не взял трубку|nema odgovora|ne javlja se|nije se javio|no answer|not answered|missed" },
  { "activity", "outcome", "busy", "зайнято|занято|zauzeto|busy" },
  { "activity",
    "outcome",
    "promised",
    "обіцяв|обіцяла|обіцяно|пообіцяв|обещал|обещала|пообещал|"
    "обещано|obecao|obecala|obecano|promised" },
  { "activity",
    "outcome",
    "call-back",
    "передзвонити|передзвонить|перетелефонувати|перезвонить|nazvati ponovno|nazvati kasnije|"
    "call back|callback|call later" },
  { "activity",
    "outcome",
    "agreed",
    "домовились|домовилися|погодився|погоджено|згода|договорились|согласился|согласовано|согласие|"
    "dogovoreno|pristao|pristala|agreed|accepted" },
  { "activity", "outcome", "refused", REFUSED },
  { "activity", "outcome", "", NOTHING },
};

static const char yes_words[]
    = "|1|так|да|є|yes|y|true|істина|правда|истина|da|tocno|istina|on|x|х|+|v|";
static const char no_words[] = "|0|ні|нет|no|n|false|хибність|ложь|ne|netocno|off|";

const DyrChoiceWords *
dyr_choice_words (guint *n)
{
  *n = G_N_ELEMENTS (table);

  return table;
}

/* Whether a word is in a list with bars between its words. */
static gboolean
is_listed (const char *list, const char *word)
{
  gsize n = strlen (word);

  for (const char *found = list; (found = strstr (found, word)) != NULL; found++)
    if ((found == list || found[-1] == '|') && (found[n] == '\0' || found[n] == '|'))
      return TRUE;

  return FALSE;
}

/**
 * dyr_choice_word:
 * @type: name of a record type
 * @field: name of one of its fields with choices
 * @word: what stands in a cell; of a cell with several values, one of them
 *
 * Finds the choice that a word means. The ids of choices are always understood.
 *
 * Returns: (nullable): the id, not to be freed; "" for words that mean no value ("інше"); %NULL
 * when the word is unknown
 */
const char *
dyr_choice_word (const char *type, const char *field, const char *word)
{
  g_autofree char *folded = NULL;
  const char *found = NULL;

  g_return_val_if_fail (type != NULL, NULL);
  g_return_val_if_fail (field != NULL, NULL);
  g_return_val_if_fail (word != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if (!g_str_equal (table[i].field, field) || !g_str_equal (table[i].type, type))
        continue;

      if (g_str_equal (table[i].id, word))
        return table[i].id;

      if (folded == NULL)
        folded = dyr_text_fold (word);
      if (found == NULL && folded[0] != '\0' && is_listed (table[i].words, folded))
        found = table[i].id;
    }

  return found;
}

/**
 * dyr_yes_no_word:
 * @word: what stands in a cell
 * @yes: (out): what it means; untouched when that is unknown
 *
 * Returns: whether the word is a yes or a no
 */
gboolean
dyr_yes_no_word (const char *word, gboolean *yes)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (word != NULL, FALSE);
  g_return_val_if_fail (yes != NULL, FALSE);

  /* Signs that folding drops. */
  if (g_str_equal (word, "✓") || g_str_equal (word, "✔"))
    {
      *yes = TRUE;
      return TRUE;
    }
  if (g_str_equal (word, "-") || g_str_equal (word, "–") || g_str_equal (word, "✗"))
    {
      *yes = FALSE;
      return TRUE;
    }

  folded = dyr_text_fold (word);
  if (folded[0] == '\0' || (!is_listed (yes_words, folded) && !is_listed (no_words, folded)))
    return FALSE;

  *yes = is_listed (yes_words, folded);

  return TRUE;
}
