#include "pouch/redact/recognise/top_level.hpp"

#include "pouch/redact/characters.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact::recognise {

namespace {

/// Names in order, one blank between.
constexpr std::string_view countries_list =
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs "
    "bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg "
    "eh er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn "
    "hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk "
    "lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf "
    "ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd "
    "se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw "
    "tz ua ug uk um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw";
constexpr std::string_view generic_list =
    "academy accountant aero agency ai app arpa art asia bank bar best bid bio biz blog buzz cam capital "
    "care cash cat center chat city click cloud club coffee com company computer coop corp cricket cyou "
    "date design dev digital direct domains download edu education email energy events example exchange "
    "expert express fail faith finance fit fun fund fyi games gay global gmbh gold gov group guru health "
    "help home homes host hosting icu inc info ink int internal international invalid jobs lan land lat "
    "law legal life limited link live local localdomain localhost lol ltd market marketing media men mil "
    "mobi moe money monster mov movie museum name net network news ninja one onion online ooo org page "
    "party phone photo photos pics plus poker porn post press pro pub quest racing red ren rent rest "
    "review rip rocks run sbs school science security services sex sexy shop site skin social software "
    "solutions space store stream study style support surf systems tax team tech technology tel test tips "
    "today tokyo tools top town trade travel tube university uno vet video vip watch webcam website wiki "
    "win wine work works world wtf xin xxx xyz zip zone";
constexpr std::string_view unlikely_list =
    "ac cc date do email host id md mk mm mov name ph phone pl pm post ps py rs run sh so st style tf "
    "zip";
constexpr std::string_view doubtful_list =
    "ai al am app art as at bar be best bid by bz care cat center chat city company computer cx dev "
    "digital direct download events example express fail fit fun group gs health help home hosting im "
    "in info ink internal invalid io is it la land life limited link live local localhost lol market me "
    "media men ml money movie ms my network news no one page party photo photos plus press pro pub re "
    "red rest review school security services sex shop site skin sl social software space store stream "
    "study support systems tax team test tips to today tools top town trade tt tv us va vi video watch "
    "website win work works world ws zone";

/// The names in other scripts of countries and of the largest registries.
constexpr std::array<std::string_view, 44> wide = {
    "한국", "닷컴", "닷넷", "삼성",   "中国", "中國", "公司",     "网络",   "網絡",  "网址", "在线",
    "香港", "台湾", "台灣", "新加坡", "澳門", "澳门", "コム",     "みんな", "рф",    "бел",  "укр",
    "срб",  "мон",  "мкд",  "қаз",    "бг",   "ею",   "рус",      "онлайн", "сайт",  "орг",  "москва",
    "ελ",   "ευ",   "հայ",  "გე",     "भारत", "ไทย",  "السعودية", "امارات", "ایران", "مصر",  "ישראל",
};

/// The names of a list, for binary search.
template <std::size_t count> constexpr std::array<std::string_view, count> names_of(std::string_view list)
{
    std::array<std::string_view, count> names;
    for (auto& name : names) {
        name = list.substr(0, list.find(' '));
        list.remove_prefix(std::min(list.size(), name.size() + 1));
    }
    return names;
}
constexpr std::size_t count_of(std::string_view list)
{
    return static_cast<std::size_t>(std::count(list.begin(), list.end(), ' ')) + 1;
}
constexpr auto countries = names_of<count_of(countries_list)>(countries_list);
constexpr auto generic = names_of<count_of(generic_list)>(generic_list);
constexpr auto unlikely = names_of<count_of(unlikely_list)>(unlikely_list);
constexpr auto doubtful = names_of<count_of(doubtful_list)>(doubtful_list);
static_assert(std::is_sorted(countries.begin(), countries.end()) &&
              std::is_sorted(generic.begin(), generic.end()));
static_assert(std::is_sorted(unlikely.begin(), unlikely.end()) &&
              std::is_sorted(doubtful.begin(), doubtful.end()));

template <std::size_t count>
bool is_among(const std::array<std::string_view, count>& names, std::string_view name)
{
    return std::binary_search(names.begin(), names.end(), name);
}

/// What `label`, letters in any case, is.
TopLevel kind_of(std::string_view label)
{
    std::array<char, 16> small{}; // as long as the longest name
    if (label.size() > small.size()) return TopLevel::none;
    std::transform(label.begin(), label.end(), small.begin(), to_lower);
    const std::string_view name(small.data(), label.size());
    if (!(name.size() == 2 ? is_among(countries, name) : is_among(generic, name))) return TopLevel::none;
    if (is_among(unlikely, name)) return TopLevel::unlikely;
    return is_among(doubtful, name) ? TopLevel::doubtful : TopLevel::telling;
}

bool is_in_encoded(char c)
{
    return is_letter(c) || is_digit(c) || c == '-';
}

} // namespace

TopLevelLabel top_level_at(std::string_view text, std::size_t i)
{
    const char first = at_or_nul(text, i);
    if (!is_ascii(first)) {
        for (const auto name : wide) {
            if (text.substr(i, name.size()) == name) return {TopLevel::telling, name.size()};
        }
        return {};
    }
    constexpr std::size_t longest = 63;
    std::size_t size = 0;
    while (size <= longest && is_letter(at_or_nul(text, i + size))) ++size;
    const bool is_encoded =
        size == 2 && to_lower(first) == 'x' && to_lower(text[i + 1]) == 'n' && text.substr(i + 2, 2) == "--";
    if (is_encoded) {
        while (size <= longest && is_in_encoded(at_or_nul(text, i + size))) ++size;
        while (text[i + size - 1] == '-') --size;
        return size > 5 && size <= longest ? TopLevelLabel{TopLevel::telling, size} : TopLevelLabel{};
    }
    if (size < 2 || is_digit(at_or_nul(text, i + size))) return {};
    return {kind_of(text.substr(i, size)), size};
}

} // namespace pouch::redact::recognise
