#include "support/spellings.hpp"

#include "pouch/base/text.hpp"
#include "support/reference_units.hpp"
#include "support/spelling_tables.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/core.h>
#include <iconv.h>

namespace pouch::test {

namespace {

using Maybe = std::optional<std::string>;
/// The spelling of one character, given also in UTF-8; nothing if it has none.
using OfCharacter = std::function<Maybe(std::uint32_t code_point, const std::string& utf8)>;

std::string each_byte(const std::string& bytes, const std::function<std::string(unsigned)>& spell)
{
    std::string out;
    for (const char c : bytes) out += spell(static_cast<unsigned char>(c));
    return out;
}

/// UTF-16 units of a code point, each written by `spell`.
std::string each_unit(std::uint32_t c, const std::function<std::string(unsigned)>& spell)
{
    if (c < 0x10000) return spell(c);
    const auto high = spell(0xD800 + ((c - 0x10000) >> 10U));
    return high + spell(0xDC00 + ((c - 0x10000) & 0x3FFU));
}

/// `text` with the characters that `share` chooses spelt by `of_character`.
Maybe by_character(const std::string& text, Dice& dice, Share share, const OfCharacter& of_character)
{
    const auto points = code_points_of(text);
    std::vector<Maybe> spelt;
    std::size_t count = 0;
    const auto utf8_at = [&](std::size_t i) {
        return text.substr(points.place[i], points.place[i + 1] - points.place[i]);
    };
    for (std::size_t i = 0; i < points.value.size(); ++i) {
        spelt.push_back(of_character(points.value[i], utf8_at(i)));
        count += spelt.back() ? 1U : 0U;
    }
    if (count == 0) return std::nullopt;
    const auto chosen = dice.below(count); // this one always
    std::string out;
    std::size_t number = 0;
    for (std::size_t i = 0; i < spelt.size(); ++i) {
        bool is_taken = false;
        if (spelt[i]) {
            is_taken = share == Share::whole || number == chosen ||
                       (share == Share::some_characters && dice.below(3) == 0);
            ++number;
        }
        out += is_taken ? *spelt[i] : utf8_at(i);
    }
    return out;
}

bool has_no_equals_sign(const std::string& text)
{
    return text.find('=') == std::string::npos;
}

/// Blanks beside brackets are undone with them.
bool has_no_blank_at_stop(const std::string& text)
{
    return text.find(". ") == std::string::npos && text.find(" .") == std::string::npos;
}

/// A dash of prose is one of a value only between visible signs of ASCII.
bool has_dashes_inside(const std::string& text)
{
    const auto is_visible = [&](std::size_t i) { return i < text.size() && text[i] > ' ' && text[i] < 0x7F; };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '-' && (i == 0 || !is_visible(i - 1) || !is_visible(i + 1))) return false;
    }
    return true;
}

/// `text` with `between` after some characters, at least one and never the last.
Maybe with_inserted(const std::string& text, Dice& dice, Share share, const std::vector<std::string>& between)
{
    const auto points = code_points_of(text);
    if (points.value.size() < 2) return std::nullopt;
    const auto chosen = dice.below(points.value.size() - 1);
    std::string out;
    for (std::size_t i = 0; i < points.value.size(); ++i) {
        out += text.substr(points.place[i], points.place[i + 1] - points.place[i]);
        if (i + 1 == points.value.size()) break;
        const bool is_taken =
            share == Share::whole || i == chosen || (share == Share::some_characters && dice.below(3) == 0);
        if (is_taken) out += between[dice.below(between.size())];
    }
    return out;
}

bool is_ascii_digit(std::uint32_t c)
{
    return c >= '0' && c <= '9';
}

/// The bytes of `text` in EUC-KR; nothing if it cannot be written so.
Maybe in_euc_kr(std::string text)
{
    const auto converter = iconv_open("EUC-KR", "UTF-8");
    std::string bytes(2 * text.size(), '\0');
    char* in = text.data();
    char* out = bytes.data();
    auto in_left = text.size();
    auto out_left = bytes.size();
    const auto result = iconv(converter, &in, &in_left, &out, &out_left);
    iconv_close(converter);
    if (result == static_cast<std::size_t>(-1)) return std::nullopt;
    bytes.resize(bytes.size() - out_left);
    return bytes;
}

std::string q_encoded(const std::string& bytes)
{
    return each_byte(bytes, [](unsigned b) {
        if (b == ' ') return std::string("_");
        const bool is_plain = (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
        return is_plain ? std::string(1, static_cast<char>(b)) : fmt::format("={:02X}", b);
    });
}

Maybe mime_word(const std::string& charset, char encoding, const Maybe& bytes)
{
    if (!bytes) return std::nullopt;
    const auto content = encoding == 'B' ? to_base64(as_bytes(*bytes), Padding::required) : q_encoded(*bytes);
    auto word = fmt::format("=?{}?{}?{}?=", charset, encoding, content);
    return word.size() > 1024 ? Maybe() : Maybe(word);
}

Maybe two_mime_words(const std::string& text, Dice& dice)
{
    const auto points = code_points_of(text);
    if (points.value.size() < 2) return std::nullopt;
    const auto cut = points.place[1 + dice.below(points.value.size() - 1)];
    const auto first = mime_word("utf-8", 'B', text.substr(0, cut));
    const auto second = mime_word("UTF-8", 'Q', text.substr(cut));
    return first && second ? Maybe(*first + "\r\n " + *second) : std::nullopt;
}

/// `text` within a message that is long enough to be seen as one, and for more than one line of base64.
std::string message(const std::string& text)
{
    return "memo: " + text + " and that is all there is to say of it, until the next report.";
}

std::string in_lines(const std::string& text, std::size_t size, const std::string& line_end)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += size) out += (i > 0 ? line_end : "") + text.substr(i, size);
    return out;
}

std::string base64_for_urls(const std::string& text)
{
    auto encoded = to_base64(as_bytes(text), Padding::none);
    for (auto& c : encoded) c = c == '+' ? '-' : c == '/' ? '_' : c;
    return encoded;
}

std::string in_utf16(const std::string& text, bool is_big)
{
    std::string bytes;
    for (const auto c : code_points_of(text).value) {
        each_unit(c, [&](unsigned unit) {
            const char high = static_cast<char>(unit >> 8U);
            const char low = static_cast<char>(unit & 0xFFU);
            bytes += is_big ? high : low;
            bytes += is_big ? low : high;
            return std::string();
        });
    }
    return bytes;
}

bool is_ascii_or_hangul(const std::string& text)
{
    const auto points = code_points_of(text).value;
    return std::all_of(points.begin(), points.end(), [](std::uint32_t c) {
        return (c >= ' ' && c < 0x7F) || (c >= 0xAC00 && c <= 0xD7A3);
    });
}

std::string ascii85(const std::string& bytes)
{
    std::string out = "<~";
    for (std::size_t i = 0; i < bytes.size(); i += 4) {
        const auto count = std::min<std::size_t>(4, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            group = (group << 8U) | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        }
        std::string digits(5, '!');
        for (std::size_t k = 5; k > 0; group /= 85) digits[--k] = static_cast<char>('!' + group % 85);
        out += count == 4 && digits == "!!!!!" ? "z" : digits.substr(0, count + 1);
    }
    return out + "~>";
}

class Table {
  public:
    /// A spelling of single characters, in all three shares.
    void characters(const std::string& name, Undone undone, const OfCharacter& of_character)
    {
        characters(name, undone, of_character, Share::whole);
        characters(name + ", one", undone, of_character, Share::one_character);
        characters(name + ", some", undone, of_character, Share::some_characters);
    }
    void characters(const std::string& name, Undone undone, const OfCharacter& of_character, Share share)
    {
        all.push_back({name, undone, share, [of_character, share](const std::string& text, Dice& dice) {
                           return by_character(text, dice, share, of_character);
                       }});
    }
    void inserted(const std::string& name, Undone undone, const std::vector<std::string>& between)
    {
        for (const auto share : {Share::whole, Share::one_character, Share::some_characters}) {
            all.push_back({name, undone, share, [between, share](const std::string& text, Dice& dice) {
                               return with_inserted(text, dice, share, between);
                           }});
        }
    }
    /// Restricts the last `count` spellings.
    void only_if(std::size_t count, bool (*is_free)(const std::string&))
    {
        for (auto i = all.size() - count; i < all.size(); ++i) {
            all[i].spell = [is_free, spell = all[i].spell](const std::string& text, Dice& dice) {
                return is_free(text) ? spell(text, dice) : Maybe();
            };
        }
    }
    void lines(const std::string& name, Undone undone, const std::function<Maybe(const std::string&)>& spell)
    {
        whole(name, undone, spell);
        all.back().has_lines = true;
    }
    void whole(const std::string& name, Undone undone, const std::function<Maybe(const std::string&)>& spell)
    {
        all.push_back(
            {name, undone, Share::whole, [spell](const std::string& text, Dice&) { return spell(text); }});
    }

    std::vector<Spelling> all{};
};

void add_escapes(Table& table)
{
    constexpr auto escape = Undone::escape;
    table.characters("\\u", escape, [](std::uint32_t c, const std::string&) {
        return each_unit(c, [](unsigned unit) { return fmt::format("\\u{:04x}", unit); });
    });
    table.characters("\\u{}", escape,
                     [](std::uint32_t c, const std::string&) { return fmt::format("\\u{{{:X}}}", c); });
    table.characters("\\x{}", escape,
                     [](std::uint32_t c, const std::string&) { return fmt::format("\\x{{{:x}}}", c); });
    table.characters("\\U", escape,
                     [](std::uint32_t c, const std::string&) { return fmt::format("\\U{:08X}", c); });
    table.characters("\\x", escape, [](std::uint32_t, const std::string& bytes) {
        return each_byte(bytes, [](unsigned b) { return fmt::format("\\x{:02x}", b); });
    });
    table.characters("octal", escape, [](std::uint32_t, const std::string& bytes) {
        return each_byte(bytes, [](unsigned b) { return fmt::format("\\{:03o}", b); });
    });
    table.characters("backslash", escape, [](std::uint32_t c, const std::string& bytes) {
        const bool is_punctuation = c > ' ' && c < 0x7F && std::isalnum(static_cast<int>(c)) == 0;
        return is_punctuation ? Maybe("\\" + bytes) : std::nullopt;
    });
    table.characters("decimal entity", escape,
                     [](std::uint32_t c, const std::string&) { return fmt::format("&#{};", c); });
    table.characters("hexadecimal entity", escape,
                     [](std::uint32_t c, const std::string&) { return fmt::format("&#x{:X};", c); });
    table.characters(
        "decimal entity, open", escape,
        [](std::uint32_t c, const std::string&) { return fmt::format("&#{}", c); }, Share::whole);
    table.characters(
        "hexadecimal entity, open", escape,
        [](std::uint32_t c, const std::string&) { return fmt::format("&#X{:x}", c); }, Share::whole);
    table.characters("named entity", escape,
                     [](std::uint32_t c, const std::string&) { return named_entity(c); });
    table.characters("percent", escape, [](std::uint32_t, const std::string& bytes) {
        return each_byte(bytes, [](unsigned b) { return fmt::format("%{:02X}", b); });
    });
    table.characters("percent u", escape, [](std::uint32_t c, const std::string&) {
        return each_unit(c, [](unsigned unit) { return fmt::format("%u{:04X}", unit); });
    });
    for (const auto& [dot, sign] : {std::pair{"[.]", "[@]"}, {"(dot)", "{at}"}, {" [DOT] ", " (at) "}}) {
        table.characters("defanged", escape, [dot = dot, sign = sign](std::uint32_t c, const std::string&) {
            return c == '.' ? Maybe(dot) : c == '@' ? Maybe(sign) : std::nullopt;
        });
        table.only_if(3, has_no_blank_at_stop);
    }
}

void add_mail(Table& table)
{
    constexpr auto mail = Undone::mail;
    table.characters("quoted-printable", mail, [](std::uint32_t, const std::string& bytes) {
        return each_byte(bytes, [](unsigned b) { return fmt::format("={:02X}", b); });
    });
    table.only_if(2, has_no_equals_sign);
    table.inserted("soft line break", mail, {"=\n", "=\r\n", "= \t\n"});
    table.only_if(3, has_no_equals_sign);
    table.whole("MIME B", mail, [](const std::string& text) { return mime_word("UTF-8", 'B', text); });
    table.whole("MIME Q", mail, [](const std::string& text) { return mime_word("utf-8", 'Q', text); });
    table.whole("MIME B, EUC-KR", mail,
                [](const std::string& text) { return mime_word("EUC-KR", 'B', in_euc_kr(text)); });
    table.whole("MIME Q, EUC-KR", mail,
                [](const std::string& text) { return mime_word("ks_c_5601-1987", 'Q', in_euc_kr(text)); });
    table.all.push_back({"MIME, two words", mail, Share::whole, two_mime_words});
}

void add_folds(Table& table)
{
    constexpr auto fold = Undone::fold;
    table.characters("full-width", fold, [](std::uint32_t c, const std::string&) { return full_width(c); });
    table.characters("jamo", fold, [](std::uint32_t c, const std::string&) { return jamo(c, false); });
    table.characters(
        "compatibility jamo", fold, [](std::uint32_t c, const std::string&) { return jamo(c, true); },
        Share::whole);
    table.characters("look-alikes", fold, [](std::uint32_t c, const std::string&) { return lookalike(c); });
    table.characters("mathematical digits", fold, [](std::uint32_t c, const std::string&) {
        return is_ascii_digit(c) ? Maybe(utf8(0x1D7CE + c - '0')) : std::nullopt;
    });
    table.characters("Arabic digits", fold, [](std::uint32_t c, const std::string&) {
        return is_ascii_digit(c) ? Maybe(utf8(0x660 + c - '0')) : std::nullopt;
    });
    for (const std::uint32_t blank : {0xA0U, 0x3000U, 0x2003U}) {
        table.characters(
            "blanks", fold,
            [blank](std::uint32_t c, const std::string&) {
                return c == ' ' ? Maybe(utf8(blank)) : std::nullopt;
            },
            Share::whole);
    }
    table.characters("dashes", fold, [](std::uint32_t c, const std::string&) {
        return c == '-' ? Maybe(utf8(0x2013)) : std::nullopt;
    });
    table.only_if(3, has_dashes_inside);
    table.inserted("zero-width", fold, {utf8(0x200B), utf8(0x2060), utf8(0xFEFF), utf8(0xAD), utf8(0x3164)});
    table.inserted("bidirectional marks", fold,
                   {utf8(0x202E), utf8(0x202C), utf8(0x2066), utf8(0x2069), utf8(0x200F)});
}

void add_runs(Table& table)
{
    constexpr auto run = Undone::run;
    table.whole("base64", run, [](const std::string& text) {
        return to_base64(as_bytes(message(text)), Padding::required);
    });
    table.whole("base64, no padding", run,
                [](const std::string& text) { return to_base64(as_bytes(message(text)), Padding::none); });
    table.whole("base64 for URLs", run,
                [](const std::string& text) { return base64_for_urls(message(text)); });
    table.lines("base64, lines", run, [](const std::string& text) {
        return in_lines(to_base64(as_bytes(message(text)), Padding::required), 76, "\n");
    });
    table.lines("base64, indented lines", run, [](const std::string& text) {
        return in_lines(to_base64(as_bytes(message(text)), Padding::required), 64, "\r\n  ");
    });
    for (const std::string prefix : {"a/", "/ab/", "/abc/"}) {
        table.whole("base64 behind a path", run, [prefix](const std::string& text) {
            return prefix + to_base64(as_bytes(message(text)), Padding::none);
        });
    }
    table.whole("hexadecimal", run, [](const std::string& text) { return to_hex(as_bytes(message(text))); });
    table.whole("hexadecimal, capitals, odd", run, [](const std::string& text) {
        return "F" + each_byte(message(text), [](unsigned b) { return fmt::format("{:02X}", b); });
    });
    table.whole("ascii85", run, [](const std::string& text) { return ascii85(message(text)); });
    table.whole("UTF-16 in base64", run, [](const std::string& text) {
        if (!is_ascii_or_hangul(text))
            return Maybe(); // without a byte-order mark only these are told from noise
        return Maybe(to_base64(as_bytes(in_utf16(message(text), false)), Padding::required));
    });
    table.whole("UTF-16 in base64, big", run, [](const std::string& text) {
        return to_base64(as_bytes("\xFE\xFF" + in_utf16(message(text), true)), Padding::required);
    });
}

} // namespace

const std::vector<Spelling>& spellings()
{
    static const auto table = [] {
        Table made;
        add_escapes(made);
        add_mail(made);
        add_folds(made);
        add_runs(made);
        return std::move(made.all);
    }();
    return table;
}

} // namespace pouch::test
