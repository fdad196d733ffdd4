#include "pouch/base/time.hpp"
#include "pouch/format/clearance.hpp"
#include "pouch/format/spif.hpp"
#include "pouch/io/file.hpp"
#include "pouch/io/memory.hpp"
#include "pouch/redact/mark_prefixes.hpp"
#include "pouch/redact/mark_shape.hpp"
#include "pouch/redact/portion.hpp"
#include "pouch/redact/portion_text.hpp"
#include "pouch/redact/stray_mark.hpp"
#include "pouch/redact/written_mark.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::redact;

namespace {

std::unique_ptr<PortionJudge> judge_of(const char* policy, const char* clearance)
{
    const auto read = [](const char* name) {
        return io::read_small_file(std::string(POUCH_SOURCE_DIR) + "/lib/policies/" + name, 1U << 24U);
    };
    return judge_by_policy(format::read_spif(read(policy)), format::read_clearance(read(clearance)), now());
}

PortionJudge& nato()
{
    static const auto judge = judge_of("nato-sample.spif.xml", "kor.clearance.xml");
    return *judge;
}

PortionJudge& rok()
{
    static const auto judge = judge_of("rok-sample.spif.xml", "rok-member.clearance.xml");
    return *judge;
}

/// What becomes of a document: its text, or `refused`.
std::string outcome(const std::string& text, PortionJudge& judge)
{
    io::MemorySource in(as_bytes(text));
    PortionFilter filter(in, judge, {Unmarked::keep}, [](auto, auto, auto) {});
    Bytes buffer(4096);
    std::string out;
    try {
        while (const auto got = filter.read(buffer)) out += as_text(ByteView(buffer).first(got));
    } catch (const Error& error) {
        REQUIRE(error.reason() == "portion.unknown");
        return "refused";
    }
    return out;
}

/// A judge that another one stands behind, and counts what it is asked.
class CountingJudge final : public PortionJudge {
  public:
    CountingJudge(PortionJudge& judge, bool has_quick_look) : judge_(judge), has_quick_look_(has_quick_look)
    {
    }

    PortionVerdict verdict(std::string_view inside) override { return judge_.verdict(inside); }
    [[nodiscard]] bool opens_mark(std::string_view group, bool is_exact) const override
    {
        ++asked;
        return judge_.opens_mark(group, is_exact);
    }
    [[nodiscard]] bool may_begin_mark(std::string_view text) const override
    {
        return !has_quick_look_ || judge_.may_begin_mark(text);
    }
    [[nodiscard]] bool names_class(std::string_view inside) const override
    {
        ++asked;
        return judge_.names_class(inside);
    }
    [[nodiscard]] bool is_page_marking(std::string_view line) const override
    {
        return judge_.is_page_marking(line);
    }
    std::optional<PortionVerdict> marking_verdict(std::string_view text) override
    {
        return judge_.marking_verdict(text);
    }
    [[nodiscard]] bool has_policy() const override { return true; }

    mutable std::size_t asked = 0;

  private:
    PortionJudge& judge_;
    bool has_quick_look_;
};

} // namespace

TEST_CASE("text in brackets has the shape of a mark, of one with signs, or none")
{
    for (const auto* plain :
         {"NS", "N S", "S//NF", "S//nf", "//NS", "A", "NATO", "TLP:RED//x", "S, NF", "S-NF", "R&D"})
        CHECK(shape_of(plain) == MarkShape::plain);
    for (const auto* signs : {"TLP:RED", "N.S.", "S+NF", "U.S.", "SIZE_T", "HTTPS://example.org", "F-16",
                              "NS\u2013X", "_NS_", "**S**", "C:\\TEMP", "NS;"})
        CHECK(shape_of(signs) == MarkShape::with_signs);
    for (const auto* none : {"", "ns", "see", "1", "Ns", "NS: see", "*", "_", "C#", "//", "(NS)"})
        CHECK(shape_of(none) == MarkShape::none);
}

TEST_CASE("only what begins or tells as a mark does is one in spite of its signs")
{
    for (const auto* mark : {"TOP SECRET X", "FOR OFFICIAL USE ONLY",
                             "S, KOR, JPN",  "NOT FOR PUBLIC RELEASE",
                             "TLP:RED",      "S+NF",
                             "N.S.",         "T.S.",
                             "S.",           "S\\NF",
                             "NOTE: SECRET", "_NS_",
                             "**S**",        "S://nf",
                             "X+NF",         "NATO; REL TO USA",
                             "KOR:SECRET",   "S_NF",
                             "S: X",         "C.U.I."}) {
        INFO(mark);
        CHECK(is_upper_mark(mark));
    }
    for (const auto* text : {"U.S.",
                             "U.K.",
                             "R.O.K.",
                             "A+",
                             "C+",
                             "C++",
                             "C++17",
                             "B.",
                             "NOTE:",
                             "NOTE: SEE BELOW",
                             "SIZE_T",
                             "S_IFREG",
                             "HTTPS://example.org",
                             "HTTPS://EXAMPLE.ORG",
                             "C:\\TEMP\\A.EXE",
                             "X.509",
                             "UTC+9",
                             "C.1",
                             "S.3.2",
                             "F-16",
                             "T-72",
                             "S-300",
                             "CVE-2024-3094",
                             "REF: 12/34",
                             "P.S."}) {
        INFO(text);
        CHECK_FALSE(is_upper_mark(text));
    }
}

TEST_CASE("a mark of the policy stays one in any signs, and in any brackets")
{
    for (const std::string mark :
         {"(NS++)",   "(N S)",  "(NS.)",  "(N.S.)", "(N. S.)", "(N_S)",    "(NS_X)",
          "(NS://x)", "(NS-1)", "(NS.1)", "[NS]",   "{NS}",    "<NS>",     "«NS»",
          "‹NS›",     "≪NS≫",   "《NS》", "（NS）", "［NS］",  "（NS+X）", "(NS+X"}) {
        INFO(mark);
        const auto is_closed = mark != "(NS+X";
        CHECK(outcome(mark + (is_closed ? " hidden" : ""), nato()) == "refused");
        CHECK(outcome("- " + mark + (is_closed ? " hidden" : ""), nato()) == "refused");
    }
    // One of a single letter too.
    for (const std::string mark :
         {"(S.)", "(S+NF)", "(S: x)", "(S, see)", "(S.NF)", "（S+X）", "（대외비）"}) {
        INFO(mark);
        CHECK(outcome(mark + " hidden", rok()) == "refused");
    }
    CHECK(outcome("<NS> hidden </NS>", nato()) == "refused"); // a tag has its text at once
    CHECK(outcome("<NS>hidden", nato()) == "refused");
    CHECK(outcome("the <NS> hidden", nato()) == "refused");
}

TEST_CASE("what nobody takes for a mark stays, at the start of a line too")
{
    const std::vector<std::string> lines{"(SEE ANNEX B) THE UNIT MOVED",
                                         "(INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR",
                                         "(APPROX 40 VEHICLES) SEEN",
                                         "(KOR, JPN, USA) met",
                                         "(C++) code",
                                         "(C++17) modules",
                                         "(C#) modules",
                                         "(.NET) modules",
                                         "(U.S.) officials",
                                         "(U.S. FORCES) moved",
                                         "(U.S. Army) moved",
                                         "(U.K.) The ministry",
                                         "(R.O.K.) The navy",
                                         "(A+) grade",
                                         "(NOTE: see below)",
                                         "(NOTE: SEE BELOW)",
                                         "(NOTE: SEE BELOW",
                                         "(SIZE_T)",
                                         "(MAX_PATH) is exceeded",
                                         "(HTTPS://example.org)",
                                         "(HTTPS://EXAMPLE.ORG/A_B)",
                                         "(https://example.org/a_(b))",
                                         "<NS>x</NS>",
                                         "the «NS» quote",
                                         "<SECTION>text</SECTION>",
                                         "(a) First",
                                         "(1) Second",
                                         "(iv) Fourth",
                                         "(12) Twelfth",
                                         "(see annex B)",
                                         "(cf. Smith 2024)",
                                         "(e.g. bridges)",
                                         "(Fig. 3) A map",
                                         "(Ret.) Gen. Kim",
                                         "(Jan. 5) Snow",
                                         "(5 km) Distance",
                                         "(10:30) Departure",
                                         "(2026-05-05) Date",
                                         "(approx. 40) Vehicles",
                                         "(50%) Half",
                                         "(+82 2 555 0100) Desk",
                                         "(Kim, J.) Author",
                                         "(J. Smith) reviewed",
                                         "(S. Park) reviewed",
                                         "(MiG-29) was heard",
                                         "(F-16) aircraft",
                                         "(T-72) tanks",
                                         "(S-300) launchers",
                                         "(x > 3) holds",
                                         "(X.509) certificates",
                                         "(TCP: 443) was open",
                                         "(CVE-2024-3094) was used",
                                         "(C:\\TEMP\\A.EXE) was dropped",
                                         "(A. B. Smith) wrote",
                                         "(No. 5) was hit",
                                         "(REF: 12/34) is attached",
                                         "(NB: figures) Losses",
                                         "(N.B.) Figures",
                                         "(P.S.) More",
                                         "(UTC+9) is used",
                                         "[1] Ministry",
                                         "[citation needed] The claim",
                                         "[sic] The word",
                                         "[RFC 2119] says",
                                         "[EXTERNAL] Subject",
                                         "[INFO] service",
                                         "[2026-05-05 10:00:00] [WARN] retry",
                                         "> [mailto:desk@example.org] wrote:",
                                         "> (On Monday) he wrote:",
                                         "{\"a\": [1, 2], \"b\": (3)}",
                                         "<p>(see above)</p>",
                                         "<https://example.org/> is",
                                         "“(sic)” he",
                                         "| (a) | 1 | (b) |",
                                         "- [ ] check (nearly) done",
                                         "* (optional) flags",
                                         "#include <stdio.h>",
                                         "int main(void) { return (0); }",
                                         "printf(\"%s (%d)\\n\", name, (int)n);",
                                         "f(n) = O(n log n) (amortised)",
                                         "latency (ns) and rate (MB/s)",
                                         "(s) plural",
                                         "the item(s) (n=5) [p<0.05] {x}",
                                         "※ (참고) 첨부",
                                         "(가) 첫째",
                                         "(주)한국무역은",
                                         "(주) 한국무역은",
                                         "(사)한국협회가",
                                         "(서울=연합뉴스) 김 기자",
                                         "(사진=국방부) 훈련",
                                         "(2급 공무원) 시험",
                                         "(공개) 회의",
                                         "(비밀번호) 변경",
                                         "(합참) 관계자",
                                         "(제3항) 내용",
                                         "[단독] 국방부",
                                         "「국방백서」(2024) 참조",
                                         "<표 1> 병력",
                                         "〈그림 2〉 지도",
                                         "【서울】 기자",
                                         "(約 5km) 거리",
                                         "5 &lt; 6 (so)",
                                         "100% (all)",
                                         "a=3D (b)",
                                         "C:\\new (old)",
                                         "R&amp;D (see)"};
    for (const auto& line : lines) {
        INFO(line);
        CHECK(outcome(line, nato()) == line);
        CHECK(outcome(line, rok()) == line);
    }
    CHECK(outcome("(C+) grade", nato()) == "(C+) grade"); // but the other policy has a mark (C)
    // Capitals alone may be a mark that the policy does not know; so may letters that are one in its own case.
    for (const std::string line : {"(NATO) spokesmen", "(UAV) sightings", "(NULL) is returned", "(A) first",
                                   "(NR. 5) of the list", "(ns) is short", "«NS» is quoted"}) {
        INFO(line);
        CHECK(outcome(line, nato()) == "refused");
    }
}

TEST_CASE("a mark of which signs are written in another way refuses")
{
    for (const std::string mark : {"&#40;NS&#41;",
                                   "&#x28;NS&#x29;",
                                   "&lpar;NS&rpar;",
                                   "&#40;NS)",
                                   "(NS&#41;",
                                   "(&#78;S)",
                                   "&#91;NS&#93;",
                                   "&lt;NS&gt;",
                                   "&amp;#40;NS&amp;#41;",
                                   "&amp;amp;#40;NS&amp;amp;#41;",
                                   "&#65288;NS&#65289;",
                                   "\\u0028NS\\u0029",
                                   "\\x28NS\\x29",
                                   "\\050NS\\051",
                                   "%28NS%29",
                                   "%2528NS%2529",
                                   "=28NS=29",
                                   "&#40;NS//x&#41;",
                                   "&#40;NR//REL TO JPN&#41;",
                                   "=?UTF-8?Q?=28NS=29?=",
                                   "<b>&#40;NS&#41;",
                                   "&#40;nato secret&#41;"}) {
        INFO(mark);
        CHECK(outcome(mark + " hidden", nato()) == "refused");
        CHECK(outcome("- " + mark + " hidden", nato()) == "refused");
        CHECK(outcome("(NU//REL TO KOR) a\n" + mark + " hidden", nato()) == "refused");
        CHECK(outcome("| a | " + mark + " hidden |", nato()) == "refused");
        CHECK(may_hold_mark(mark));
        // In a portion that goes anyway it is no harm.
        CHECK(outcome("(NS) a\n" + mark + " hidden\n", nato()) == "[portion withheld]\n");
    }
    CHECK(outcome("&#40;2급 비밀&#41; x", rok()) == "refused");
    for (const std::string text :
         {"&#40;NR//REL TO KOR&#41; a", "&#40;see&#41; a", "&#40;c&#41; 2026", "a &#40;b&#41;", "%28a%29"}) {
        INFO(text);
        CHECK(outcome(text, nato()) == text);
    }
    CHECK_FALSE(may_hold_mark("a = b, 5 % of c"));
}

TEST_CASE("the quick look at a line hides no stray mark")
{
    const std::vector<std::string> words{
        "(",       ")",           "[",   "]",    "<",      ">",
        "{",       "NS",          "N",   "S",    "ns",     "nato",
        " secret", "비밀",        "2급", "II",   "급",     " ",
        "//",      "/",           ".",   "«",    "»",      "（",
        "(N",      "[II",         "(비", "(NS",  "(ns",    "\u200B",
        "\u0301",  "\u0405",      "x",   "word", "대외비", "\u1103\u1162\u110B\u116C\u1107\u1175",
        "\t",      "\x01",        "U",   "-",    "c",      "\u1175",
        "군사",    "\uD640\u11BC"};
    std::size_t found = 0;
    for (std::uint64_t seed = 1; seed <= 6000; ++seed) {
        std::string text;
        for (const auto byte : test::noise(1 + seed % 9, seed))
            text += words[std::to_integer<std::size_t>(byte) % words.size()];
        CAPTURE(text);
        for (auto* judge : {&nato(), &rok()}) {
            CountingJudge thorough(*judge, false);
            const bool expected = has_stray_mark(text, thorough);
            REQUIRE(has_stray_mark(text, *judge) == expected);
            // Whatever is near.
            REQUIRE(has_stray_mark("(see) [x] " + text + " (a)", *judge) ==
                    has_stray_mark("(see) [x] " + text + " (a)", thorough));
            found += expected ? 1 : 0;
        }
    }
    CHECK(found > 300);
}

TEST_CASE("a line of many brackets asks the policy little")
{
    const auto repeated = [](const std::string& text) {
        std::string all;
        while (all.size() < 512) all += text;
        return all;
    };
    for (const std::string text :
         {"(", "((", "(see) ", "[x] <b> (", "{[<(", "(a)", "(.", "< ", "«", "(한", "(주) "}) {
        INFO(text);
        CountingJudge judge(nato(), true);
        CHECK_FALSE(has_stray_mark(repeated(text), judge));
        CHECK(judge.asked <= 256); // of marks in angle brackets, once each
    }
    MarkPrefixes prefixes;
    prefixes.add("NATO SECRET");
    prefixes.add("2급");
    for (const auto* text : {"NATO", "nato", "N", "N A", " (N.A", "na", "2\uAE09", "II", "V", "2 "})
        CHECK(prefixes.may_begin(text));
    for (const auto* text : {"", "(", "see", "NS", "no", "22"}) CHECK_FALSE(prefixes.may_begin(text));
}
