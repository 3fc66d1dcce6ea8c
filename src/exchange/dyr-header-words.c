/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the columns of other programs are called, in Ukrainian, Russian, Croatian and English, by
 * record type and field. Pure data; words are folded: no marks, no hyphens, е for ё, г for ґ. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-header-words-private.h"

/* Names that several types share. */
#define PHONES                                                                                                                        \
  "phone|phones|~телефон|~телефони|~тел|~моб|~мобільний|номер телефону|~телефоны|" \
  "~мобильный|номер телефона|~telefon|~telefoni|~mobitel|mobilni|tel|broj "                                     \
  "telefona|~phone|~phones|"                                                                                                          \
  "~mobile|~telephone|cell|mob"
#define EMAILS                                                                                                                                                             \
  "email|emails|~email|~emails|~e mail|~e mails|~ел пошта|~електронна пошта|~електронна адреса|"                                     \
  "емейл|імейл|емайл|пошта|робоча пошта|~эл почта|~электронная почта|электронный адрес|~имейл|" \
  "почта|мейл|~е mail|~е мейл|~e posta|~e poste|~eposta|~elektronicka posta|mail|мейл адреса"
#define DESCRIPTION                                                                                                                                                         \
  "примітка|примітки|~примітка|опис|коментар|коментарі|~коментар|нотатка|нотатки|додатково|"    \
  "додаткова інформація|примечание|примечания|~примечание|описание|комментарий|комментарии|" \
  "~комментарий|заметка|заметки|дополнительно|дополнительная информация|napomena|napomene|"                   \
  "~napomena|opis|komentar|komentari|biljeske|biljeska|description|~description|notes|note|"                                                                                \
  "comment|comments|~comment|remarks|remark|additional information|info|інфо|инфо"
#define RESPONSIBLE                                                                                                                                                                    \
  "відповідальний|~відповідальний|~відповідальна|відповідальна особа|менеджер|куратор|виконавець|" \
  "ответственный|~ответственный|ответственное лицо|исполнитель|кто ведет|хто веде|"                               \
  "odgovorna osoba|~odgovorna osoba|odgovoran|odgovorni|voditelj|menadzer|izvrsitelj|responsible|"                                                                                     \
  "~responsible|owner|~owner|account manager|manager|assigned to|assigned user|assignee"
#define CITY                                                                                                                                                      \
  "місто|~місто|населений пункт|~населений пункт|нас пункт|город|~город|населенный пункт|" \
  "~населенный пункт|mjesto|~mjesto|grad|~grad|naselje|city|~city|town"
#define STREET                                                                                                     \
  "вулиця|~вулиця|улица|~улица|ulica|~ulica|ulica i broj|ulica i kucni broj|street|~street|" \
  "address line 1|address 1|вул|ул"
#define POSTCODE                                                                                                                                         \
  "індекс|поштовий індекс|~поштовий індекс|индекс|почтовый индекс|~почтовый индекс|" \
  "postanski broj|~postanski broj|pbr|ptt|postcode|~postcode|post code|zip|~zip code|postal code|"                                                       \
  "~postal code|zip postal code"
#define COUNTRY                                                                                    \
  "країна|~країна|держава|страна|~страна|государство|drzava|~drzava|zemlja|country|~country"
#define ADDRESS                                                                                                                                                              \
  "адреса|юридична адреса|поштова адреса|фактична адреса|адреса доставки|~адреса|"                        \
  "місцезнаходження|адрес|реквизит адрес|юридический адрес|почтовый адрес|фактический адрес|" \
  "адрес доставки|~адрес|местонахождение|adresa|adresa sjedista|adresa dostave|~adresa|sjediste|"                                           \
  "address|legal address|billing address|shipping address|mailing address|delivery address|"                                                                                 \
  "~address"
#define CURRENCY "валюта|~валюта|valuta|~valuta|currency|~currency|код валюти|код валюты"
/* A client as a part of another record. */
#define CLIENT                                                                                                                                                                       \
  "клієнт|~клієнт|назва клієнта|контрагент|~контрагент|замовник|компанія|~компанія|організація|"      \
  "підприємство|покупець|клиент|~клиент|название клиента|заказчик|компания|~компания|организация|" \
  "предприятие|покупатель|klijent|~klijent|naziv klijenta|tvrtka|~tvrtka|kupac|~kupac|partner|"                                                                 \
  "narucitelj|client|~client|client name|customer|~customer|company|~company|account|account "                                                                                       \
  "name|"                                                                                                                                                                            \
  "organization|organisation"

static const DyrHeaderWords client[] = {
  { "name",
    FALSE,
    DYR_CELL_EMPTY,
    "назва|назва компанії|назва клієнта|назва організації|назва контрагента|назва підприємства|"
    "найменування|~найменування|коротка назва|клієнт|контрагент|компанія|організація|підприємство|"
    "фірма|замовник|клієнти|название|название компании|название клиента|название организации|"
    "наименование|~наименование|краткое наименование|краткое название|клиент|компания|организация|"
    "предприятие|фирма|заказчик|naziv|naziv tvrtke|naziv klijenta|naziv kupca|naziv partnera|"
    "ime tvrtke|klijent|tvrtka|poduzece|kupac|poslovni partner|name|company name|client name|"
    "customer name|account name|organization name|organisation name|company|client|customer|"
    "account|organization|organisation" },
  { "legal-name",
    FALSE,
    DYR_CELL_EMPTY,
    "legal name|~legal name|повна назва|~повна назва|юридична назва|~юридична назва|"
    "повне найменування|~повне найменування|офіційна назва|юридична особа|полное наименование|"
    "~полное наименование|полное название|~полное название|юридическое название|"
    "~юридическое наименование|юр лицо|юридическое лицо|puni naziv|~puni naziv|pravni naziv|"
    "sluzbeni naziv|pravna osoba|full name|~full legal name|registered name|official name" },
  { "code",
    FALSE,
    DYR_CELL_CODE,
    "єдрпоу|код єдрпоу|~єдрпоу|едрпоу|~едрпоу|егрпоу|~егрпоу|рнокпп|~рнокпп|oib|~oib|"
    "ідентифікаційний код|~ідентифікаційний код|ідентифікаційний номер|податковий код|"
    "податковий номер|~податковий номер|код платника|идентификационный код|~идентификационный код|"
    "налоговый номер|инн|~инн|porezni broj|~porezni broj|maticni broj|mbs|tax code|~tax code|tax "
    "id|"
    "~tax id|tax number|~tax number|registration number|~registration number|company code|"
    "company number|company id|код|code" },
  { "vat-number",
    FALSE,
    DYR_CELL_EMPTY,
    "vat number|~vat number|vat id|~vat id|vat no|vat reg no|vat|pdv broj|pdv id|~pdv id|"
    "~pdv broj|іпн пдв|іпн платника пдв|~платника пдв|номер платника пдв|іпн|инн плательщика ндс|"
    "~плательщика ндс|номер плательщика ндс" },
  { "phones", TRUE, DYR_CELL_PHONE, PHONES },
  { "emails", TRUE, DYR_CELL_EMAIL, EMAILS },
  { "ibans",
    TRUE,
    DYR_CELL_IBAN,
    "iban|~iban|ibans|розрахунковий рахунок|банківський рахунок|поточний рахунок|номер рахунку|"
    "р р|расчетный счет|банковский счет|номер счета|р с|ziro racun|bankovni racun|broj racuna|"
    "transakcijski racun|bank account|~bank account|bank accounts|account number" },
  { "website",
    FALSE,
    DYR_CELL_URL,
    "сайт|~сайт|веб сайт|вебсайт|веб сторінка|адреса сайту|~веб сайт|веб страница|адрес сайта|"
    "website|~website|web site|~web site|web|www|url|homepage|home page|web stranica|"
    "~web stranica|mrezna stranica|internetska stranica|site" },
  { "street", FALSE, DYR_CELL_EMPTY, STREET },
  { "city", FALSE, DYR_CELL_EMPTY, CITY },
  { "postcode", FALSE, DYR_CELL_EMPTY, POSTCODE },
  { "region",
    FALSE,
    DYR_CELL_EMPTY,
    "область|~область|регіон|~регіон|регион|~регион|zupanija|~zupanija|regija|region|~region|"
    "county|province|state province|oblast" },
  { "country", FALSE, DYR_CELL_EMPTY, COUNTRY },
  { "state",
    FALSE,
    DYR_CELL_EMPTY,
    "статус|статус клієнта|~статус клієнта|стан|стан клієнта|статус клиента|~статус клиента|"
    "состояние|состояние клиента|status|status klijenta|~status klijenta|stanje|state|"
    "client status|customer status|client state|стадія|стадия" },
  { "roles",
    FALSE,
    DYR_CELL_EMPTY,
    "ролі|роль|тип компанії|тип клієнта|тип контрагента|~тип контрагента|вид контрагента|роли|"
    "тип компании|тип клиента|uloge|uloga|vrsta partnera|tip partnera|tip klijenta|vrsta klijenta|"
    "roles|role|company type|client type|account type|customer type|relationship|тип|tip|vrsta|"
    "type" },
  { "segment",
    FALSE,
    DYR_CELL_EMPTY,
    "сегмент|~сегмент|галузь|~галузь|сфера діяльності|~сфера діяльності|вид діяльності|"
    "~вид діяльності|сектор|отрасль|~отрасль|сфера деятельности|~сфера деятельности|"
    "вид деятельности|~вид деятельности|segment|~segment|djelatnost|~djelatnost|sektor|grana|"
    "industry|~industry|sector|категорія|категория|kategorija|category" },
  { "responsible", FALSE, DYR_CELL_EMPTY, RESPONSIBLE },
  { "source",
    FALSE,
    DYR_CELL_EMPTY,
    "джерело|~джерело|звідки|источник|~источник|откуда|izvor|~izvor|source|~source|lead source" },
  { "contact-rhythm-days",
    FALSE,
    DYR_CELL_EMPTY,
    "ритм контактів|~ритм контактів|періодичність контактів|~періодичність контактів|"
    "ритм контактов|~ритм контактов|периодичность контактов|~периодичность контактов|"
    "ritam kontakata|~ritam kontakata|ucestalost kontakata|contact rhythm|~contact rhythm|"
    "contact every|contact every days" },
  { "next-contact",
    FALSE,
    DYR_CELL_EMPTY,
    "наступний контакт|~наступний контакт|дата наступного контакту|~наступного контакту|"
    "наступний дзвінок|следующий контакт|~следующий контакт|дата следующего контакта|"
    "~следующего контакта|следующий звонок|sljedeci kontakt|~sljedeci kontakt|"
    "datum sljedeceg kontakta|~sljedeceg kontakta|next contact|~next contact|follow up" },
  { "description", FALSE, DYR_CELL_EMPTY, DESCRIPTION },
  { "address", FALSE, DYR_CELL_EMPTY, ADDRESS },
  { NULL },
};

static const DyrHeaderWords person[] = {
  { "last-name",
    FALSE,
    DYR_CELL_EMPTY,
    "прізвище|~прізвище|фамилия|~фамилия|prezime|~prezime|last name|~last name|surname|~surname|"
    "family name" },
  { "first-name",
    FALSE,
    DYR_CELL_EMPTY,
    "імя|имя|ime|first name|~first name|given name|~given name|forename" },
  { "patronymic",
    FALSE,
    DYR_CELL_EMPTY,
    "по батькові|~по батькові|отчество|~отчество|ime oca|patronymic|middle name|~middle name" },
  { "name",
    FALSE,
    DYR_CELL_EMPTY,
    "піб|~піб|прізвище імя по батькові|прізвище та імя|прізвище імя|імя та прізвище|"
    "імя прізвище|повне імя|контактна особа|контакт|фио|~фио|фамилия имя отчество|фамилия имя|"
    "имя фамилия|имя и фамилия|полное имя|контактное лицо|ime i prezime|prezime i ime|puno ime|"
    "kontakt osoba|kontakt|name|full name|~full name|contact name|contact person|contact|person" },
  { "position",
    FALSE,
    DYR_CELL_EMPTY,
    "посада|~посада|должность|~должность|pozicija|radno mjesto|funkcija|polozaj|position|"
    "~position|job title|~job title|title|job" },
  { "decision-role",
    FALSE,
    DYR_CELL_EMPTY,
    "роль у рішеннях|роль у прийнятті рішень|роль|роль в решениях|роль в принятии решений|"
    "uloga u odlucivanju|uloga|decision role|role in decisions|role" },
  { "phones", TRUE, DYR_CELL_PHONE, PHONES },
  { "emails", TRUE, DYR_CELL_EMAIL, EMAILS },
  { "birthday",
    FALSE,
    DYR_CELL_EMPTY,
    "день народження|~день народження|дата народження|~дата народження|народився|"
    "день рождения|~день рождения|дата рождения|~дата рождения|datum rodenja|~datum rodenja|"
    "rodendan|~rodendan|birthday|~birthday|birth date|date of birth|~date of birth|birthdate|dob" },
  { "do-not-call",
    FALSE,
    DYR_CELL_EMPTY,
    "не дзвонити|~не дзвонити|не телефонувати|~не телефонувати|не звонить|~не звонить|"
    "ne zvati|~ne zvati|do not call|~do not call" },
  { "client", FALSE, DYR_CELL_EMPTY, CLIENT },
  { "description", FALSE, DYR_CELL_EMPTY, DESCRIPTION },
  { NULL },
};

static const DyrHeaderWords contract[] = {
  { "client", FALSE, DYR_CELL_EMPTY, CLIENT },
  { "number",
    FALSE,
    DYR_CELL_EMPTY,
    "номер договору|договір|номер договора|договор|номер контракту|номер контракта|"
    "контракт|broj ugovora|ugovor|ugovor br|contract number|contract no|contract|наш номер|"
    "номер|broj|number|no|br" },
  { "partner-number",
    FALSE,
    DYR_CELL_EMPTY,
    "номер контрагента|номер клієнта|номер партнера|їх номер|їхній номер|номер клиента|их номер|"
    "broj partnera|broj kupca|partner number|client number|their number|partner s number" },
  { "kind",
    FALSE,
    DYR_CELL_EMPTY,
    "вид договору|тип договору|вид|тип|вид договора|тип договора|vrsta ugovora|tip ugovora|vrsta|"
    "tip|kind|type|contract type|contract kind" },
  { "subject",
    FALSE,
    DYR_CELL_EMPTY,
    "предмет договору|предмет|предмет договора|predmet ugovora|predmet|subject|назва|название|"
    "naziv|name|title" },
  { "state",
    FALSE,
    DYR_CELL_EMPTY,
    "статус договору|статус договора|статус|стан договору|стан|состояние|status ugovora|status|"
    "stanje|state|contract status" },
  { "signed-on",
    FALSE,
    DYR_CELL_EMPTY,
    "дата підписання|~дата підписання|підписано|підписаний|дата договору|дата укладання|"
    "дата укладення|дата подписания|~дата подписания|подписан|дата договора|дата заключения|"
    "datum potpisa|datum potpisivanja|potpisan|potpisano|datum ugovora|signed on|signed|"
    "date signed|signature date|contract date" },
  { "valid-from",
    FALSE,
    DYR_CELL_EMPTY,
    "діє з|дійсний з|дата початку|початок дії|~початок дії|початок|действует с|действителен с|"
    "дата начала|начало действия|~начало действия|начало|vrijedi od|~vrijedi od|datum pocetka|"
    "pocetak|valid from|~valid from|start date|starts on|effective date|from" },
  { "valid-to",
    FALSE,
    DYR_CELL_EMPTY,
    "діє до|дійсний до|договір до|дата закінчення|~дата закінчення|кінець дії|закінчення|термін "
    "дії|"
    "строк дії|действует до|действителен до|договор до|дата окончания|~дата окончания|"
    "окончание|срок действия|vrijedi do|~vrijedi do|ugovor vrijedi do|datum isteka|istice|"
    "datum zavrsetka|valid until|~valid until|valid to|~valid to|end date|expires on|expires|"
    "expiry date|expiration date|until" },
  { "amount",
    FALSE,
    DYR_CELL_EMPTY,
    "сума договору|сума|~сума|вартість|~вартість|абонплата|~абонплата|сумма договора|сумма|~сумма|"
    "стоимость|~стоимость|абонентская плата|iznos ugovora|iznos|~iznos|vrijednost|"
    "mjesecna naknada|~mjesecna naknada|pretplata|amount|~amount|contract amount|value|sum|fee|"
    "monthly fee|total" },
  { "currency", FALSE, DYR_CELL_EMPTY, CURRENCY },
  { "auto-prolong",
    FALSE,
    DYR_CELL_EMPTY,
    "автопролонгація|~автопролонгація|автоматичне продовження|~автоматичне продовження|пролонгація|"
    "автопролонгация|~автопролонгация|автоматическое продление|~автоматическое продление|"
    "пролонгация|automatsko produljenje|~automatsko produljenje|produljenje|auto prolong|"
    "auto renewal|auto renew|prolonged automatically|automatic renewal" },
  { "prolong-months",
    FALSE,
    DYR_CELL_EMPTY,
    "продовження місяців|пролонгація місяців|продовжується на місяців|продление месяцев|"
    "пролонгация месяцев|produljenje mjeseci|produljuje se za mjeseci|prolong months|"
    "prolonged by months|renewal months|renewal term" },
  { "notice-days",
    FALSE,
    DYR_CELL_EMPTY,
    "попередження днів|повідомити за днів|строк попередження|уведомление дней|уведомить за дней|"
    "срок уведомления|otkazni rok|otkazni rok dana|rok obavijesti|notice days|notice period|"
    "~notice period" },
  { "responsible", FALSE, DYR_CELL_EMPTY, RESPONSIBLE },
  { "description", FALSE, DYR_CELL_EMPTY, DESCRIPTION },
  { NULL },
};

static const DyrHeaderWords amendment[] = {
  { "contract",
    FALSE,
    DYR_CELL_EMPTY,
    "договір|номер договору|договор|номер договора|ugovor|broj ugovora|contract|contract number|"
    "контракт" },
  { "number",
    FALSE,
    DYR_CELL_EMPTY,
    "номер угоди|номер додаткової угоди|номер дод угоди|додаткова угода|дод угода|"
    "номер соглашения|номер допсоглашения|дополнительное соглашение|допсоглашение|broj aneksa|"
    "aneks|aneks ugovora|amendment number|amendment|amendment no|номер|broj|number|no|br" },
  { "date",
    FALSE,
    DYR_CELL_EMPTY,
    "дата угоди|дата додаткової угоди|дата соглашения|дата|datum aneksa|datum|date|amendment "
    "date" },
  { "effective-from",
    FALSE,
    DYR_CELL_EMPTY,
    "діє з|набирає чинності|~набирає чинності|чинна з|действует с|вступает в силу|"
    "~вступает в силу|vrijedi od|stupa na snagu|~stupa na snagu|effective from|~effective from|"
    "effective date|valid from" },
  { "changes",
    FALSE,
    DYR_CELL_EMPTY,
    "зміни|~зміни|зміст|предмет|що змінено|изменения|~изменения|содержание|что изменено|izmjene|"
    "~izmjene|sadrzaj|promjene|changes|~changes|content|subject|" DESCRIPTION },
  { "state",
    FALSE,
    DYR_CELL_EMPTY,
    "статус|стан|состояние|status|stanje|state|статус угоди|статус соглашения" },
  { NULL },
};

static const DyrHeaderWords product[] = {
  { "code",
    FALSE,
    DYR_CELL_EMPTY,
    "артикул|~артикул|код товару|код товара|код|sifra|~sifra|sifra artikla|kod|sku|~sku|"
    "product code|item code|article number|article no|code|каталожний номер|каталожный номер" },
  { "name",
    FALSE,
    DYR_CELL_EMPTY,
    "назва|назва товару|~назва|найменування|~найменування|товар|послуга|товари|номенклатура|"
    "название|название товара|~название|наименование|~наименование|услуга|товары|naziv|"
    "naziv artikla|naziv proizvoda|~naziv|artikl|proizvod|usluga|name|product name|~product name|"
    "product|item|item name|service" },
  { "kind",
    FALSE,
    DYR_CELL_EMPTY,
    "вид|тип|вид товару|тип товару|вид товара|тип товара|vrsta|tip|vrsta artikla|kind|type|"
    "product type|item type" },
  { "unit",
    FALSE,
    DYR_CELL_EMPTY,
    "одиниця виміру|одиниця|од виміру|од вим|од|единица измерения|единица|ед изм|ед|"
    "jedinica mjere|jedinica|jed mjere|jm|j m|unit|unit of measure|uom|units" },
  { "price",
    FALSE,
    DYR_CELL_EMPTY,
    "ціна|~ціна|вартість|цена|~цена|стоимость|cijena|~cijena|price|~price|unit price|cost" },
  { "currency", FALSE, DYR_CELL_EMPTY, CURRENCY },
  { "description", FALSE, DYR_CELL_EMPTY, DESCRIPTION "|характеристики|karakteristike" },
  { NULL },
};

static const DyrHeaderWords delivery[] = {
  { "client",
    FALSE,
    DYR_CELL_EMPTY,
    "одержувач|отримувач|получатель|primatelj|recipient|consignee|" CLIENT },
  { "contract",
    FALSE,
    DYR_CELL_EMPTY,
    "договір|номер договору|договор|номер договора|ugovor|broj ugovora|contract|contract number" },
  { "number",
    FALSE,
    DYR_CELL_EMPTY,
    "номер доставки|доставка|номер замовлення|замовлення|номер заказа|заказ|broj dostave|dostava|"
    "broj narudzbe|narudzba|delivery number|delivery no|delivery|order number|order no|номер|broj|"
    "number|no|br" },
  { "kind",
    FALSE,
    DYR_CELL_EMPTY,
    "вид доставки|тип доставки|спосіб доставки|способ доставки|вид|тип|vrsta dostave|"
    "nacin dostave|vrsta|tip|kind|type|delivery type|delivery method|shipping method" },
  { "state",
    FALSE,
    DYR_CELL_EMPTY,
    "статус|статус доставки|стан|состояние|status|status dostave|stanje|state|delivery status" },
  { "agreed-on",
    FALSE,
    DYR_CELL_EMPTY,
    "погоджена дата|дата погоджена|узгоджена дата|дата доставки|согласованная дата|"
    "дата согласована|dogovoreni datum|datum dogovoren|datum dostave|agreed date|agreed on|"
    "delivery date|agreed" },
  { "planned-on",
    FALSE,
    DYR_CELL_EMPTY,
    "планова дата|~планова дата|заплановано|плановая дата|~плановая дата|запланировано|"
    "planirani datum|~planirani datum|planirano|planned date|~planned date|planned on|planned|"
    "expected date" },
  { "shipped-at",
    FALSE,
    DYR_CELL_EMPTY,
    "відвантажено|дата відвантаження|~дата відвантаження|відправлено|дата відправлення|отгружено|"
    "дата отгрузки|~дата отгрузки|отправлено|дата отправки|otpremljeno|datum otpreme|"
    "~datum otpreme|shipped at|shipped|shipped on|ship date|date shipped|shipping date" },
  { "delivered-at",
    FALSE,
    DYR_CELL_EMPTY,
    "доставлено|дата фактичної доставки|фактична дата|фактическая дата|доставлен|dostavljeno|"
    "datum isporuke|isporuceno|delivered at|delivered|delivered on|date delivered" },
  { "accepted-at",
    FALSE,
    DYR_CELL_EMPTY,
    "прийнято|дата приймання|~дата приймання|дата отримання|отримано|принято|дата приемки|"
    "~дата приемки|дата получения|получено|preuzeto|datum preuzimanja|~datum preuzimanja|"
    "accepted at|accepted|accepted on|date accepted|received on" },
  { "accepted-by",
    FALSE,
    DYR_CELL_EMPTY,
    "прийняв|хто прийняв|отримав|принял|кто принял|получил|preuzeo|preuzela|tko je preuzeo|"
    "accepted by|received by|signed by" },
  { "carrier",
    FALSE,
    DYR_CELL_EMPTY,
    "перевізник|~перевізник|курєр|служба доставки|перевозчик|~перевозчик|курьер|prijevoznik|"
    "~prijevoznik|kurir|dostavna sluzba|carrier|~carrier|courier" },
  { "waybill",
    FALSE,
    DYR_CELL_EMPTY,
    "ттн|~ттн|номер ттн|накладна|~накладна|експрес накладна|накладная|~накладная|"
    "трек номер|tovarni list|~tovarni list|otpremnica|broj posiljke|waybill|~waybill|"
    "tracking number|~tracking number|tracking" },
  { "street", FALSE, DYR_CELL_EMPTY, STREET },
  { "city", FALSE, DYR_CELL_EMPTY, CITY },
  { "postcode", FALSE, DYR_CELL_EMPTY, POSTCODE },
  { "country", FALSE, DYR_CELL_EMPTY, COUNTRY },
  { "cost",
    FALSE,
    DYR_CELL_EMPTY,
    "вартість доставки|~вартість доставки|вартість|ціна доставки|стоимость доставки|"
    "~стоимость доставки|стоимость|цена доставки|cijena dostave|~cijena dostave|trosak dostave|"
    "cijena|trosak|delivery cost|~delivery cost|shipping cost|cost|price|сума|сумма|iznos|amount" },
  { "currency", FALSE, DYR_CELL_EMPTY, CURRENCY },
  { "responsible", FALSE, DYR_CELL_EMPTY, RESPONSIBLE },
  { "agreed-log",
    FALSE,
    DYR_CELL_EMPTY,
    "погоджені дати|історія погоджень|согласованные даты|dogovoreni datumi|"
    "agreed log|agreed dates" },
  { "description", FALSE, DYR_CELL_EMPTY, DESCRIPTION },
  { "address", FALSE, DYR_CELL_EMPTY, ADDRESS },
  { NULL },
};

static const DyrHeaderWords delivery_line[] = {
  { "delivery",
    FALSE,
    DYR_CELL_EMPTY,
    "доставка|номер доставки|замовлення|номер замовлення|заказ|номер заказа|dostava|broj dostave|"
    "narudzba|broj narudzbe|delivery|delivery number|order|order number" },
  { "product",
    FALSE,
    DYR_CELL_EMPTY,
    "артикул|код товару|код товара|sifra|sifra artikla|sku|product code|item "
    "code|product|код|code" },
  { "name",
    FALSE,
    DYR_CELL_EMPTY,
    "назва|назва товару|найменування|~найменування|товар|номенклатура|позиція|название|"
    "название товара|наименование|~наименование|позиция|naziv|naziv artikla|naziv proizvoda|artikl|"
    "proizvod|stavka|name|item|item name|product name|goods" },
  { "quantity-planned",
    FALSE,
    DYR_CELL_EMPTY,
    "заплановано|планова кількість|кількість план|кількість|~кількість|к сть|запланировано|"
    "плановое количество|количество план|количество|~количество|кол во|planirana kolicina|"
    "planirano|kolicina|~kolicina|kol|quantity planned|planned quantity|planned|quantity|~quantity|"
    "qty|count" },
  { "quantity-shipped",
    FALSE,
    DYR_CELL_EMPTY,
    "відвантажено|відвантажена кількість|кількість відвантажено|отгружено|отгруженное количество|"
    "количество отгружено|otpremljeno|otpremljena kolicina|quantity shipped|shipped quantity|"
    "shipped|qty shipped" },
  { "quantity-accepted",
    FALSE,
    DYR_CELL_EMPTY,
    "прийнято|прийнята кількість|кількість прийнято|принято|принятое количество|"
    "количество принято|preuzeto|preuzeta kolicina|quantity accepted|accepted quantity|accepted|"
    "qty accepted|received" },
  { "unit",
    FALSE,
    DYR_CELL_EMPTY,
    "одиниця виміру|одиниця|од виміру|од вим|од|единица измерения|единица|ед изм|ед|"
    "jedinica mjere|jedinica|jed mjere|jm|j m|unit|unit of measure|uom" },
  { "serials",
    TRUE,
    DYR_CELL_EMPTY,
    "серійні номери|серійний номер|~серійний номер|серийные номера|серийный номер|"
    "~серийный номер|serijski brojevi|serijski broj|~serijski broj|serials|serial numbers|"
    "serial number|~serial number|serial no|serial|s n" },
  { "remark", FALSE, DYR_CELL_EMPTY, DESCRIPTION },
  { NULL },
};

static const DyrHeaderWords presentation[] = {
  { "client", FALSE, DYR_CELL_EMPTY, CLIENT },
  { "title",
    FALSE,
    DYR_CELL_EMPTY,
    "назва|тема|~тема|назва презентації|презентація|название|название презентации|презентация|"
    "naziv|naslov|tema|naziv prezentacije|prezentacija|title|topic|~topic|subject|name|"
    "presentation" },
  { "mode",
    FALSE,
    DYR_CELL_EMPTY,
    "формат|спосіб|вид|способ|nacin|vrsta|oblik|mode|format|kind|type|тип" },
  { "starts-at",
    FALSE,
    DYR_CELL_EMPTY,
    "початок|~початок|дата і час|дата та час|дата проведення|дата презентації|дата|коли|начало|"
    "~начало|дата и время|дата проведения|дата презентации|когда|pocetak|~pocetak|datum i vrijeme|"
    "datum odrzavanja|datum|termin|starts at|start|start date|start time|date and time|date|"
    "scheduled at|when" },
  { "ends-at",
    FALSE,
    DYR_CELL_EMPTY,
    "кінець|~кінець|закінчення|завершення|конец|окончание|~окончание|завершение|kraj|~kraj|"
    "zavrsetak|ends at|end|end date|end time" },
  { "presenter",
    FALSE,
    DYR_CELL_EMPTY,
    "доповідач|презентує|ведучий|хто проводить|презентер|докладчик|ведущий|кто проводит|"
    "prezenter|izlagac|voditelj|presenter|speaker|host|" RESPONSIBLE },
  { "supervisor",
    FALSE,
    DYR_CELL_EMPTY,
    "наставник|супервізор|спостерігач|супервайзер|наблюдатель|mentor|nadzornik|supervisor|"
    "observer" },
  { "place",
    FALSE,
    DYR_CELL_EMPTY,
    "місце|місце проведення|~місце|де|адреса|место|место проведения|~место|адрес|mjesto|"
    "mjesto odrzavanja|lokacija|adresa|place|location|venue|address|where" },
  { "join-url",
    FALSE,
    DYR_CELL_URL,
    "посилання|~посилання|лінк|ссылка|~ссылка|poveznica|~poveznica|link|~link|join url|join link|"
    "meeting link|url" },
  { "participants",
    TRUE,
    DYR_CELL_EMPTY,
    "учасники|~учасники|присутні|участники|~участники|sudionici|~sudionici|participants|"
    "~participants|attendees" },
  { "state", FALSE, DYR_CELL_EMPTY, "статус|стан|состояние|status|stanje|state" },
  { "outcome",
    FALSE,
    DYR_CELL_EMPTY,
    "результат|~результат|підсумок|итог|ishod|rezultat|~rezultat|outcome|result|~result" },
  { "next-step",
    FALSE,
    DYR_CELL_EMPTY,
    "наступний крок|~наступний крок|що далі|следующий шаг|~следующий шаг|что дальше|"
    "sljedeci korak|~sljedeci korak|next step|~next step" },
  { "description", FALSE, DYR_CELL_EMPTY, DESCRIPTION },
  { NULL },
};

static const DyrHeaderWords activity[] = {
  { "kind",
    FALSE,
    DYR_CELL_EMPTY,
    "вид|тип|вид активності|тип активності|вид активности|тип активности|vrsta|tip|"
    "vrsta aktivnosti|kind|type|activity type" },
  { "client", FALSE, DYR_CELL_EMPTY, CLIENT },
  { "person",
    FALSE,
    DYR_CELL_EMPTY,
    "контактна особа|особа|з ким|контакт|контактное лицо|лицо|с кем|kontakt osoba|osoba|s kim|"
    "kontakt|person|contact person|contact|contact name|with" },
  { "subject",
    FALSE,
    DYR_CELL_EMPTY,
    "тема|~тема|назва|завдання|справа|зміст|название|задача|дело|predmet|tema|naziv|zadatak|"
    "naslov|subject|~subject|title|name|task|topic" },
  { "state", FALSE, DYR_CELL_EMPTY, "статус|стан|состояние|status|stanje|state" },
  { "direction",
    FALSE,
    DYR_CELL_EMPTY,
    "напрямок|напрям|направление|smjer|direction|call direction|call type" },
  { "phone", FALSE, DYR_CELL_PHONE, PHONES },
  { "starts-at",
    FALSE,
    DYR_CELL_EMPTY,
    "початок|~початок|дата і час|дата та час|дата дзвінка|дата зустрічі|дата|начало|~начало|"
    "дата и время|дата звонка|дата встречи|pocetak|~pocetak|datum i vrijeme|datum|starts at|start|"
    "start date|start time|date and time|date|call date" },
  { "due-at",
    FALSE,
    DYR_CELL_EMPTY,
    "строк|термін|~термін|термін виконання|крайній строк|дедлайн|виконати до|срок|~срок|"
    "крайний срок|выполнить до|rok|~rok|krajnji rok|due at|due|due date|~due date|deadline" },
  { "done-at",
    FALSE,
    DYR_CELL_EMPTY,
    "виконано|дата виконання|завершено|дата завершення|выполнено|дата выполнения|дата завершения|"
    "obavljeno|dovrseno|datum dovrsetka|done at|done|completed|completed at|completed on|"
    "completion date|closed on" },
  { "outcome",
    FALSE,
    DYR_CELL_EMPTY,
    "результат|~результат|підсумок|итог|ishod|rezultat|~rezultat|outcome|result|~result" },
  { "responsible", FALSE, DYR_CELL_EMPTY, RESPONSIBLE },
  { "description", FALSE, DYR_CELL_EMPTY, DESCRIPTION },
  { NULL },
};

static const DyrHeaderWords note[] = {
  { "about",
    FALSE,
    DYR_CELL_EMPTY,
    "про що|про кого|обєкт|о чем|о ком|объект|o cemu|o kome|about|regarding|related "
    "to|parent|" CLIENT },
  { "text",
    FALSE,
    DYR_CELL_EMPTY,
    "текст|~текст|зміст|содержание|tekst|~tekst|sadrzaj|text|~text|body|content|" DESCRIPTION },
  { "pinned",
    FALSE,
    DYR_CELL_EMPTY,
    "закріплено|закріплена|закреплено|закреплена|prikvaceno|prikvacena|pinned" },
  { NULL },
};

static const DyrHeaderWords user[] = {
  { "name",
    FALSE,
    DYR_CELL_EMPTY,
    "піб|імя|імя та прізвище|прізвище та імя|користувач|співробітник|працівник|фио|имя|"
    "имя и фамилия|фамилия и имя|пользователь|сотрудник|ime i prezime|prezime i ime|ime|korisnik|"
    "djelatnik|zaposlenik|name|full name|user|employee|display name" },
  { "email", FALSE, DYR_CELL_EMAIL, EMAILS },
  { "login", FALSE, DYR_CELL_EMPTY, "логін|логин|korisnicko ime|login|user name|username|account" },
  { NULL },
};

static const struct
{
  const char *type;
  const DyrHeaderWords *words;
} types[] = {
  { "client", client },
  { "person", person },
  { "contract", contract },
  { "amendment", amendment },
  { "product", product },
  { "delivery", delivery },
  { "delivery-line", delivery_line },
  { "presentation", presentation },
  { "activity", activity },
  { "note", note },
  { "user", user },
};

const DyrHeaderWords *
dyr_header_words (const char *type)
{
  g_return_val_if_fail (type != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].type, type))
      return types[i].words;

  return NULL;
}

const char *
dyr_header_foreign_words (const char *type)
{
  g_return_val_if_fail (type != NULL, NULL);

  if (!g_str_equal (type, "client"))
    return "факс|fax|faks|telefaks|telefax";

  return "контактної особи|контактна особа|контактного лица|контактное лицо|kontakt osoba|"
         "kontakt osobe|contact person|директор|директора|бухгалтер|бухгалтера|менеджера|direktor|"
         "direktora|факс|fax|faks|telefaks|telefax";
}
