#include "pouch/base/text.hpp"
#include "pouch/redact/view/code_point.hpp"
#include "pouch/redact/view/fold.hpp"
#include "pouch/redact/view/hangul.hpp"
#include "unit/view_support.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <memory>
#include <utf8proc.h>

using namespace pouch;
using namespace pouch::redact;

namespace {

std::string utf8(std::uint32_t c)
{
    std::string text;
    append_utf8(text, c);
    return text;
}

std::string mapped(const std::string& text, int options)
{
    utf8proc_uint8_t* raw = nullptr;
    const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &raw,
                                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | options));
    REQUIRE(size >= 0);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(raw, &std::free);
    return {reinterpret_cast<const char*>(raw), static_cast<std::size_t>(size)};
}

void check_all(const std::vector<test::Reading>& readings)
{
    for (const auto& [written, meant] : readings) {
        INFO(written);
        CHECK(plain_spelling(written) == meant);
        CHECK(test::decoded(decode_fold, written) == meant);
    }
}

} // namespace

TEST_CASE("characters of other widths and forms become plain")
{
    check_all({
        {"１９２．１６８", "192.168"},
        {"ＫＩＭ＠ｅｘ．ｃｏｍ", "KIM@ex.com"},
        {"①②⑳", "1220"},
        {"x²₃", "x23"},
        {"ﬁle", "file"},
        {"𝐊𝟘𝟙", "K01"},
        {"٠١٢٣٤٥٦٧٨٩", "0123456789"},
        {"०१२ ๓๔ ៥", "012 34 5"},
        {"a\u00A0b\u3000c\u2003d\u2028e\u0085f", "a b c d e f"},
        {"a。b｡c．d․e﹒f", "a.b.c.d.e.f"},
        {"1\u20102\u20113\u22124－5﹣6⁃7﹘8", "1-2-3-4-5-6-7-8"},
        {"a∕b⁄c／d⧸e", "a/b/c/d/e"},
        {"a：b∶c꞉d﹕e", "a:b:c:d:e"},
        {"a＠b﹫c", "a@b@c"},
        {"（ａｔ）", "(at)"},
        {"e\u0301", "é"},
        {"straße STRAẞE", "strasse STRASSE"},
        {"İıſ", "Iis"},
    });
}

TEST_CASE("ordinary text stays")
{
    for (const std::string text :
         {"", "plain ASCII ~", "가나다 한국어 텍스트", "漢字かなカナ", "é à ü Ñ", "“quoted” … • ·", "ㅋㅋㅋ",
          "ㄱ", "ᄀ", "ㅏ", "김수ㅋㅋ", "네ㅋ", "수ㅎ", "😀", "가 – 나", "– a", "a –", "1–가", "ー"}) {
        INFO(text);
        CHECK(plain_spelling(text) == text);
    }
}

TEST_CASE("a dash between letters or digits of any width is a dash of a value")
{
    check_all({{"010–1234—5678―9", "010-1234-5678-9"},
               {"０–１", "0-1"},
               {"а–b", "a-b"},
               {"1\u200B–2", "1-2"},
               {"1–\u200B2", "1-2"},
               {"①–Ａ", "1-A"},
               {"１–가", "1–가"},
               {"1 – 2", "1 – 2"}});
}

TEST_CASE("invisible characters are deleted, however many")
{
    check_all({{"1\u200B0", "10"},
               {"\u200B", ""},
               {"\uFEFFa\u00AD\u2060\u202E\u034Fb\u180E", "ab"},
               {"a\U000E0041\U000E007Fb", "ab"},
               {"ㅤa\u115F\u1160ﾠ", "a"},
               {"a\uFE0Fb", "ab"}});
    for (const std::size_t count : {1U, 63U, 64U, 65U, 1000U}) {
        const auto gap = test::repeated("\u200B", count);
        CHECK(plain_spelling("1" + gap + "0") == "10");
        CHECK(plain_spelling("ㄱ" + gap + "ㅣ" + gap + "ㅁ") == "김");
        CHECK(plain_spelling("e" + gap + "\u0301") == "é");
        CHECK(plain_spelling(gap) == "");
    }
}

TEST_CASE("letters of Hangul of any block join to syllables")
{
    check_all({
        {"\u1100\u1175\u11B7", "김"},
        {"ㄱㅣㅁ", "김"},
        {"ㄱㅣㅁㅜㅅㅣㄴ", "기무신"},
        {"ㅎㅗㅇㄱㅣㄹㄷㅗㅇ", "홍길동"},
        {"ﾡￜﾱ", "김"},
        {"\u1100ㅣﾱ", "김"},
        {"기ㅁ", "김"},
        {"기\u11B7", "김"},
        {"기ㅁㅜ", "기무"},
        {"김ㅁ", "김ㅁ"},
        {"ㄲㅏㅄ", "깞"},
        {"ㄱㅏㄸ", "가ㄸ"},
        {"\u1100\u1175\u1106", "김"},
        {"가\u11A8", "각"},
        {"ㅏㄱ", "ㅏㄱ"},
    });
}

TEST_CASE("syllables in letters of every block are what arithmetic says")
{
    for (std::uint32_t lead = 0; lead < 19; ++lead) {
        for (std::uint32_t vowel = 0; vowel < 21; ++vowel) {
            for (std::uint32_t tail = 0; tail < 28; ++tail) {
                auto written = utf8(0x1100 + lead) + utf8(0x1161 + vowel);
                if (tail > 0) written += utf8(0x11A7 + tail);
                const auto syllable = utf8(syllable_of(lead, vowel, tail));
                REQUIRE(mapped(syllable, UTF8PROC_DECOMPOSE) == written);
                REQUIRE(plain_spelling(written) == syllable);
                REQUIRE(is_open_syllable(code_point_at(syllable, 0)) == (tail == 0));
            }
        }
    }
}

TEST_CASE("letters of Hangul are those that Unicode says they stand for")
{
    std::size_t count = 0;
    for (std::uint32_t c = 0x3131; c <= 0xFFDC; ++c) {
        const bool is_letter = (c <= 0x3163) || (c >= 0xFFA1 && c <= 0xFFBE) || c >= 0xFFC2;
        if (!is_letter) continue;
        const auto jamo = jamo_of(c);
        const auto form = mapped(utf8(c), UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT);
        const auto stands_for = code_point_at(form, 0);
        if (stands_for == c) continue; // unassigned
        ++count;
        INFO(std::hex << c);
        if (stands_for >= 0x1161 && stands_for <= 0x1175) {
            REQUIRE(jamo.vowel == stands_for - 0x1161);
            REQUIRE_FALSE(jamo.lead);
            continue;
        }
        REQUIRE_FALSE(jamo.vowel);
        if (stands_for <= 0x1112) {
            REQUIRE(jamo.lead == stands_for - 0x1100);
            // A consonant alone at the end is the same letter.
            REQUIRE((jamo.tail || c == 0x3138 || c == 0x3143 || c == 0x3149 || c >= 0xFFA1));
        } else {
            REQUIRE_FALSE(jamo.lead); // a cluster, which only ends syllables
            REQUIRE(jamo.tail);
        }
        if (jamo.tail && stands_for >= 0x11A8 && stands_for <= 0x11C2)
            REQUIRE(*jamo.tail == stands_for - 0x11A7);
    }
    CHECK(count > 100);
}

TEST_CASE("a consonant that leads and ends syllables is the same letter in both")
{
    for (std::uint32_t c = 0x3131; c <= 0x314E; ++c) {
        const auto jamo = jamo_of(c);
        if (jamo.lead) CHECK(jamo_of(0x1100 + *jamo.lead).tail == jamo.tail);
        if (!jamo.tail) continue;
        CHECK(jamo_of(0x11A7 + *jamo.tail).tail == jamo.tail);
        // The names of the letters tell: a syllable of it decomposes to the final of the same name.
        const auto whole = utf8(syllable_of(0, 0, *jamo.tail));
        CHECK(plain_spelling("ㄱㅏ" + utf8(c)) == whole);
    }
    CHECK(plain_spelling("ㅇㅏㄴㅎㅏㅂ") == "안합");
    CHECK(plain_spelling("ㅅㅏㅇㅊㅓㅌㅍㅏㄹㅋㅏㅈㅂㅏㅆ") == "상첱팔캊밨");
}

TEST_CASE("letters that look like ASCII become it")
{
    check_all({{"Кіm", "Kim"},
               {"раураl", "paypal"},
               {"Ѕесrеt", "Secret"},
               {"ΚΙΜ", "KIM"},
               {"ɑɡ", "ag"},
               {"Ꭺ", "A"},
               {"ԁ", "d"},
               {"օ", "o"}});
    std::size_t count = 0;
    for (std::uint32_t c = 1; c < 0x20000; ++c) {
        const auto ascii = lookalike_of(c);
        if (ascii.empty()) continue;
        ++count;
        REQUIRE(c >= 0x80);
        REQUIRE(ascii.size() <= 2);
        for (const char letter : ascii)
            REQUIRE(((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z')));
        REQUIRE(fold_kind(c) == FoldKind::other);
        REQUIRE(plain_spelling(utf8(c)) == ascii);
        // A letter keeps its case where both cases look like one.
        const bool is_small = utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_LL;
        if (is_small) REQUIRE((ascii[0] >= 'a' && ascii[0] <= 'z'));
    }
    CHECK(count == 146); // all entries are found, so they are sorted
}

TEST_CASE("what is called inert never changes, and what changes is not called so")
{
    for (std::uint32_t c = 0x80; c < 0x110000; c += c < 0x20000 ? 1 : 97) {
        if (!is_scalar(c)) continue;
        const auto kind = fold_kind(c);
        const auto text = utf8(c);
        INFO(std::hex << c);
        if (kind == FoldKind::deleted) REQUIRE(plain_spelling(text).empty());
        if (kind != FoldKind::inert) continue;
        REQUIRE(plain_spelling(text) == text);
        REQUIRE(plain_spelling("a" + text) == "a" + text);
        REQUIRE(plain_spelling("가" + text) == "가" + text);
    }
}

TEST_CASE("every decimal digit of Unicode is one of ASCII, and every white space a blank")
{
    std::size_t digits = 0;
    std::size_t run = 0;
    for (std::uint32_t c = 0x80; c < 0x20000; ++c) {
        const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
        if (category == UTF8PROC_CATEGORY_ZS) CHECK(plain_spelling(utf8(c)) == " ");
        if (category != UTF8PROC_CATEGORY_ND) {
            run = 0;
            continue;
        }
        ++digits;
        // Unicode promises rows of ten, zero first.
        INFO(std::hex << c);
        REQUIRE(plain_spelling(utf8(c)) == std::string(1, static_cast<char>('0' + run % 10)));
        ++run;
    }
    CHECK(digits > 500);
    CHECK(digits % 10 == 0);
}

TEST_CASE("compatibility forms are those of NFKD, composed")
{
    // Where no other rule has its say: letters and marks outside Hangul.
    std::size_t count = 0;
    for (std::uint32_t c = 0x80; c < 0x20000; ++c) {
        if (!is_scalar(c) || fold_kind(c) != FoldKind::other) continue;
        const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
        if (category != UTF8PROC_CATEGORY_LU && category != UTF8PROC_CATEGORY_LL &&
            category != UTF8PROC_CATEGORY_NO)
            continue;
        const auto form = mapped(mapped(utf8(c), UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT), UTF8PROC_COMPOSE);
        if (!lookalike_of(c).empty()) continue;
        std::string expected;
        std::size_t parts = 0;
        for (std::size_t i = 0; i < form.size();
             i += utf8_size(static_cast<unsigned char>(form[i])), ++parts) {
            const auto part = code_point_at(form, i);
            const auto ascii = part == 0x2044 ? std::string_view("/") : lookalike_of(part);
            expected += ascii.empty() ? utf8(part) : std::string(ascii);
        }
        INFO(std::hex << c);
        REQUIRE(plain_spelling(utf8(c)) == expected);
        ++count;
    }
    CHECK(count > 1000);
    CHECK(plain_spelling("\uFDFA") == "\uFDFA"); // eighteen code points
}

TEST_CASE("a unit is a character with what joins it")
{
    const auto marked = [](std::string_view text) { return test::decoded(decode_fold, text, true); };
    CHECK(marked("aｂc") == "a<b>c");
    CHECK(marked("xe\u0301y") == "x<é>y");
    CHECK(marked("x\u200B\u200By") == "x<>y");
    CHECK(marked("가ㄱㅣㅁ나") == "가<김>나");
    CHECK(marked("하기ㅁ") == "하<김>");
    CHECK(marked("ㄱㅣㅁㅜ") == "<기><무>");
    CHECK(marked("e\u200B\u0301") == "<é>");
    std::string out;
    CHECK_FALSE(decode_fold("e\u0301", 1, 1, out)); // the letter belongs to the unit before
}

TEST_CASE("folding random characters gives valid text and takes no place twice")
{
    const std::vector<std::string> alphabet = {
        "a",  "1",  "é", "\u0301", "\u200B", "ㄱ", "ㅏ", "\u1100",     "\u1161", "\u11A8",
        "가", "각", "ﾡ", "Ａ",     "–",      "ß",  "漢", "\U0001D7D8", " ",      "ㅤ"};
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const auto text = test::random_characters(alphabet, 300, seed);
        const auto plain = plain_spelling(text);
        REQUIRE(is_utf8(plain));
        REQUIRE(plain.find("\u200B") == std::string::npos);
        for (std::size_t at = 0; at < text.size(); ++at) {
            if ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) continue;
            std::string out;
            const auto unit = decode_fold(text, 0, at, out);
            if (!unit) {
                REQUIRE(out.empty());
                continue;
            }
            REQUIRE(unit->begin <= at);
            REQUIRE(unit->end > at);
            REQUIRE(unit->end <= text.size());
        }
    }
}
