#include "pouch/base/text.hpp"
#include "pouch/base/time.hpp"
#include "pouch/format/clearance.hpp"
#include "pouch/format/spif.hpp"
#include "pouch/io/file.hpp"
#include "pouch/io/memory.hpp"
#include "pouch/redact/portion.hpp"
#include "pouch/redact/portion_mark.hpp"
#include "pouch/redact/portion_text.hpp"
#include "pouch/redact/stray_mark.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::redact;

namespace {

/// A judge that knows four marks and one page marking.
class FakeJudge final : public PortionJudge {
  public:
    PortionVerdict verdict(std::string_view inside) override
    {
        if (inside == "U" || inside == "R//REL TO KOR") return PortionVerdict::readable;
        if (inside == "S" || inside == "대외비") return PortionVerdict::withheld;
        return PortionVerdict::unknown;
    }
    [[nodiscard]] bool opens_mark(std::string_view group, bool is_exact) const override
    {
        const auto word = is_exact ? std::string(group) : upper(std::string(group));
        return word == "U" || word == "R" || word == "S" || word == "대외비";
    }
    [[nodiscard]] bool names_class(std::string_view) const override { return false; }
    [[nodiscard]] bool is_page_marking(std::string_view line) const override { return line == "TOP"; }
    std::optional<PortionVerdict> marking_verdict(std::string_view) override { return std::nullopt; }
    [[nodiscard]] bool has_policy() const override { return true; }
};

struct Result {
    std::string text;
    std::vector<std::uint64_t> lines; ///< Of the portions left out.
    bool is_all_withheld = false;
};

Result filtered_by(const std::string& text, PortionFilter::Habits habits, PortionJudge& judge,
                   std::size_t step = SIZE_MAX, std::size_t fetch = 1000, KeptMarks* kept = nullptr)
{
    io::MemorySource in(as_bytes(text), step);
    Result result;
    PortionFilter filter(
        in, judge, habits,
        [&](std::uint64_t line, std::uint64_t, std::uint64_t) { result.lines.push_back(line); },
        PortionFilter::Places::wanted, kept);
    Bytes buffer(fetch);
    while (const auto got = filter.read(buffer)) result.text += as_text(ByteView(buffer).first(got));
    result.is_all_withheld = filter.is_all_withheld();
    return result;
}

Result filtered(const std::string& text, Unmarked unmarked, PortionJudge& judge, std::size_t step = SIZE_MAX,
                std::size_t fetch = 1000)
{
    return filtered_by(text, {unmarked}, judge, step, fetch);
}

std::string kept(const std::string& text, Unmarked unmarked = Unmarked::withhold)
{
    FakeJudge judge;
    return filtered(text, unmarked, judge).text;
}

std::string fault(const std::string& text, Unmarked unmarked = Unmarked::withhold)
{
    return test::failure([&] { (void)kept(text, unmarked); });
}

const std::string gone = "[portion withheld]\n";

std::unique_ptr<PortionJudge> real_judge(const char* policy = "nato-sample.spif.xml")
{
    const auto read = [](const char* name) {
        return io::read_small_file(std::string(POUCH_SOURCE_DIR) + "/lib/policies/" + name, 1U << 24U);
    };
    return judge_by_policy(format::read_spif(read(policy)), format::read_clearance(read("kor.clearance.xml")),
                           now());
}

} // namespace

TEST_CASE("readable portions stay as they are and withheld ones become one line")
{
    CHECK(kept("(U) one\ntwo\n\n(S) three\nfour\n\n(U) five\n") ==
          "(U) one\ntwo\n\n" + gone + "\n(U) five\n");
    CHECK(kept("(R//REL TO KOR) one") == "(R//REL TO KOR) one");
    CHECK(kept("(S) one") == gone);
    CHECK(kept("(U)\ntext under its mark\n") == "(U)\ntext under its mark\n");
    CHECK(kept("(대외비) 하나\n\n(U) 둘\n") == gone + "\n(U) 둘\n");
    CHECK(kept("").empty());
}

TEST_CASE("a line that starts with a mark starts a portion, without a blank line")
{
    CHECK(kept("(U) one\n(S) two\n(U) three\n") == "(U) one\n" + gone + "(U) three\n");
    CHECK(kept("(S) one\nplain\n(U) three\n") == gone + "(U) three\n");
}

TEST_CASE("a run of withheld portions becomes one line, and one blank line stays behind it")
{
    CHECK(kept("(U) a\n\n(S) b\n\n\n(S) c\n\n(S) d\n\n\n\n(U) e\n") == "(U) a\n\n" + gone + "\n(U) e\n");
    CHECK(kept("(S) b\n\n(S) c\n\n\n") == gone + "\n");
}

TEST_CASE("line ends stay as the text has them")
{
    CHECK(kept("(U) a\r\n\r\n(S) b\r\n\r\n(U) c\r\n") == "(U) a\r\n\r\n[portion withheld]\r\n\r\n(U) c\r\n");
    CHECK(kept("\xEF\xBB\xBF(U) a\n") == "\xEF\xBB\xBF(U) a\n");
    CHECK(kept("\xEF\xBB\xBF(S) a\n") == gone);
}

TEST_CASE("unmarked paragraphs follow the rules")
{
    CHECK(kept("plain\n\n(U) a\n\nmore\n") == gone + "\n(U) a\n\n" + gone);
    CHECK(kept("plain\n\n(U) a\n\nmore\n", Unmarked::keep) == "plain\n\n(U) a\n\nmore\n");
    CHECK(kept("plain\n\n(S) a\n\nmore\n", Unmarked::keep) == "plain\n\n" + gone + "\nmore\n");
    const auto wide = std::string(600, ' ');
    CHECK(kept("(U) a\n" + wide + "b\n(U) c\n") == "(U) a\n" + gone + "(U) c\n"); // it looks like a gap
    CHECK(kept("{\"a\":1}\n{\"b\":2}\n") == gone);
}

TEST_CASE("without a policy every mark withholds and unmarked text stays")
{
    const auto judge = judge_without_policy();
    const auto run = [&](const std::string& text) { return filtered(text, Unmarked::withhold, *judge).text; };
    CHECK(run("plain\n\n(U) a\n\n(NATO) b\n\nmore\n") == "plain\n\n" + gone + "\nmore\n");
    CHECK(run("(see note) a\n(NATO)-led b\n") == "(see note) a\n(NATO)-led b\n");
}

TEST_CASE("banners and exercise lines stay where a paragraph could start")
{
    CHECK(kept("TOP\n\n(U) a\n\nTOP\n") == "TOP\n\n(U) a\n\nTOP\n");
    CHECK(kept("EXERCISE EXERCISE EXERCISE\nTOP\n(S) a\n\n훈련용 EXERCISE ONLY\n") ==
          "EXERCISE EXERCISE EXERCISE\nTOP\n" + gone + "\n훈련용 EXERCISE ONLY\n");
    CHECK(kept("(S) a\nTOP\n") == gone); // part of the paragraph
    CHECK(kept("EXERCISE ONLY. Working notes\n") == gone);
    CHECK(kept("TOP SECRET PLAN\n") == gone);
    CHECK_FALSE(is_exercise_line(""));
    CHECK_FALSE(is_exercise_line(" - "));
}

TEST_CASE("a document of which nothing is left is told apart")
{
    FakeJudge judge;
    CHECK(filtered("TOP\n\n(S) a\n\nTOP\n", Unmarked::withhold, judge).is_all_withheld);
    CHECK(filtered("plain", Unmarked::withhold, judge).is_all_withheld);
    CHECK_FALSE(filtered("(U) a\n\n(S) b\n", Unmarked::withhold, judge).is_all_withheld);
    CHECK_FALSE(filtered("", Unmarked::withhold, judge).is_all_withheld);
    CHECK_FALSE(filtered("\n\nTOP\n", Unmarked::withhold, judge).is_all_withheld);
}

TEST_CASE("a mark that cannot be judged is refused with its line")
{
    CHECK(fault("(X) a\n") == "4:portion.unknown");
    CHECK(fault("(S//NF) a\n") == "4:portion.unknown");
    CHECK(fault("(NATO) forces\n") == "4:portion.unknown");
    CHECK(fault("(//NS) a\n") == "4:portion.unknown");
    CHECK(fault("(S)a\n") == "4:portion.unknown"); // no blank behind it
    CHECK(fault("**(S)** a\n").empty());           // emphasis around it
    CHECK(fault("**(S)x a\n") == "4:portion.unknown");
    CHECK(fault("(S//REL TO KOR\n") == "4:portion.unknown");              // not closed
    CHECK(fault("\xEF\xBC\x88S\xEF\xBC\x89 a\n") == "4:portion.unknown"); // full-width brackets
    CHECK(fault("(U) a\n(X) b\n", Unmarked::keep) == "4:portion.unknown");
    FakeJudge judge;
    try {
        (void)filtered("(U) a\n\nb\n\n  2. (X) c\n", Unmarked::keep, judge);
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.message() == "line 5: the policy knows no such portion mark");
    }
}

TEST_CASE("brackets that are no marks are text")
{
    for (const std::string text :
         {"(see annex) a", "(s) a", "item(S) a", "a (S) b", "(c) 2026 Company", "(NATO)-led a", "() a",
          "(1) a", "(iv) a", "(가) a", "x(S) a", "(한국) a", "(3rd) a"}) {
        INFO(text);
        CHECK(kept(text + "\n", Unmarked::keep) == text + "\n");
    }
}

TEST_CASE("a mark counts behind list signs, headings and emphasis")
{
    for (const std::string sign :
         {"1. ",  "1.2.3 ", "12) ",         "(1) ",  "a. ", "A) ", "iv. ",    "(b) ",
          "가. ", "(나) ",  "- ",           "* ",    "• ",  "# ",  "### ",    "> ",
          "  ",   "\t",     "\xE3\x80\x80", "- 1. ", "① ",  "1 ",  "> - a) ", "※ "}) {
        INFO("<" << sign << ">");
        CHECK(kept(sign + "(S) a\n", Unmarked::keep) == gone);
        CHECK(kept(sign + "(U) a\n", Unmarked::withhold) == sign + "(U) a\n");
    }
    CHECK(kept("**(S)** a\n", Unmarked::keep) == gone);
    CHECK(kept("- __(S)__ a\n", Unmarked::keep) == gone);
    CHECK(fault("-(S) a\n", Unmarked::keep) == "4:portion.unknown"); // a sign needs its blank
}

TEST_CASE("a mark without a text may be that of the next portion")
{
    CHECK(fault("(S)\n\nb\n", Unmarked::keep) == "4:portion.unknown");
    CHECK(fault("- **(S)** \n\nb\n", Unmarked::keep) == "4:portion.unknown");
    for (const std::string filler : {"\u3000", "\u200b", "&nbsp;", "&#160;", " 1.", " -", " (1)", "**"}) {
        INFO(filler);
        CHECK(fault("(S)" + filler + "\n\nb\n", Unmarked::keep) == "4:portion.unknown");
    }
    CHECK(kept("(S)\nb\n\nc\n", Unmarked::keep) == gone + "\nc\n");
    CHECK(kept("(S)\n\n(U) b\n\nc\n", Unmarked::keep) == gone + "\n(U) b\n\nc\n");
    CHECK(kept("(U)\n\nb\n", Unmarked::keep) == "(U)\n\nb\n");
    CHECK(kept("(S)\n\nb\n") == gone);
}

TEST_CASE("each cell of a row is a portion")
{
    const auto withhold = [](const std::string& text) { return kept(text); };
    const auto keep = [](const std::string& text) { return kept(text, Unmarked::keep); };
    CHECK(withhold("| (U) a | (S) b |\n") == "| (U) a | [portion withheld] |\n");
    CHECK(withhold("|(U) a|(S) b\n") == "|(U) a|[portion withheld]\n");
    CHECK(withhold("  | (S) a \\| b | (U) c |  \r\n") == "  | [portion withheld] | (U) c |  \r\n");
    CHECK(withhold("| (U) a | b | |\n") == "| (U) a | [portion withheld] | |\n");
    CHECK(keep("| (U) a | b | |\n") == "| (U) a | b | |\n");
    CHECK(keep("| a | (S) b |") == "| a | [portion withheld] |");
    CHECK(withhold("| **(U)** a | 1. (S) b |\n") == "| **(U)** a | [portion withheld] |\n");
    // A row of which nothing stays goes as a portion, and the ruling behind it too.
    CHECK(keep("| (S) a | (S) b |\n|---|:-:|\n| (U) c | (S) d |\n") ==
          gone + "| (U) c | [portion withheld] |\n");
    CHECK(keep("| a | b |\n|---|:-:|\n| (S) c | (S) d |\n| (S) e |\n| f | g |\n") ==
          "| a | b |\n|---|:-:|\n" + gone + "| f | g |\n");
    // Cells without a mark follow the portion in which their row stands.
    CHECK(withhold("(U) table\n| a | (S) b |\nmore\n") == "(U) table\n| a | [portion withheld] |\nmore\n");
    CHECK(keep("(S) table\n| a | (U) b |\n| c |\nmore\n") ==
          gone + "| [portion withheld] | (U) b |\n" + gone);
    CHECK(withhold("(U) table\n\n| a | b |\n") == "(U) table\n\n" + gone);
    CHECK(keep("(U) table\n| (S) a |\nmore\n\n| b |\n") == "(U) table\n" + gone + "more\n\n| b |\n");
    // A mark in the first row is of the column: what has none of its own may not stay below it.
    CHECK(fault("| (S) a | b |\n|---|---|\n| c | d |\n", Unmarked::keep) == "4:portion.unknown");
    CHECK(fault("(U) table\n| b | (S) a |\n|---|---|\n| (U) c | (S) |\n| (U) c | d |\n") ==
          "4:portion.unknown");
    CHECK(keep("| (S) a | b |\n|---|---|\n| (S) c | d |\n| (U) e | f |\n| | g |\n\n| h |\n") ==
          "| [portion withheld] | b |\n|---|---|\n| [portion withheld] | d |\n| (U) e | f |\n| | g |\n\n| h "
          "|\n");
    CHECK(withhold("| (S) a | (U) b |\n| c | (U) d |\n") ==
          "| [portion withheld] | (U) b |\n| [portion withheld] | (U) d |\n");
    // A mark by itself may be that of the row, or of the column.
    CHECK(fault("| (S) | b |\n", Unmarked::keep) == "4:portion.unknown");
    CHECK(fault("| b | **(S)** |\n", Unmarked::keep) == "4:portion.unknown");
    CHECK(fault("(U) table\n| (S) | b |\n") == "4:portion.unknown");
    CHECK(withhold("| (S) | b |\n| (U) | (U) c |\n") == gone + "| (U) | (U) c |\n");
    CHECK(fault("| 1. (S) - | b |\n", Unmarked::keep) == "4:portion.unknown");
    CHECK(fault("| (S) n/a | b |\n", Unmarked::keep) == "4:portion.unknown");
    CHECK(fault("| (S) (S) | b |\n", Unmarked::keep) == "4:portion.unknown");
    CHECK(keep("| (S) x | b |\n") == "| [portion withheld] | b |\n");
    CHECK(keep("| (S) 42 | b |\n") == "| [portion withheld] | b |\n");
    CHECK(keep("| (S) \u1100\u1161 | b |\n") == "| [portion withheld] | b |\n");
    CHECK(keep("| (U) | b |\n") == "| (U) | b |\n");
    CHECK(fault("| (U) a | (X) b |\n") == "4:portion.unknown");
    CHECK(fault("| (U) a | (s) x | >> (S) b |\n", Unmarked::keep) == "4:portion.unknown");
    CHECK(fault("| (U) a | " + std::string(100000, 'x') + " |\n") == "4:portion.unknown");
    const auto none = judge_without_policy();
    const auto run = [&](const std::string& text) { return filtered(text, Unmarked::withhold, *none).text; };
    CHECK(run("| a | (SECRET) b |\n") == "| a | [portion withheld] |\n");
    const auto long_row = "| a | " + std::string(100000, 'x') + " |\n";
    CHECK(test::failure([&] { (void)run(long_row); }) == "4:portion.unknown");
    FakeJudge judge;
    const auto rows = filtered("| (U) a | (S) b | (S) c |\n| (S) d |\n", Unmarked::keep, judge);
    CHECK(rows.lines == std::vector<std::uint64_t>{1, 1, 2});
}

TEST_CASE("marks are by themselves, however many, where no words stand beside them")
{
    for (const auto* text :
         {"(S)", " 1. **(S)** -", "(S) (S)", "(S), [U]", "(U)\n(S)", "\n(R//REL TO KOR)\r\n\n a. (S) n/a\n",
          "\uFF08S\uFF09", "{S} (S)", "(S) (see there)"}) {
        CAPTURE(text);
        CHECK(is_bare_mark(text));
    }
    for (const auto* text :
         {"", "S", "(S) x", "(S) (S) x", "(S)\nx", "(S) x (S)", "(S)\n(S) x", "(S) 42", "(S) \u1100\u1161"}) {
        CAPTURE(text);
        CHECK_FALSE(is_bare_mark(text));
    }
}

TEST_CASE("a nested portion without a mark is part of the one above it")
{
    FakeJudge judge;
    const auto run = [&](const std::string& text, Unmarked unmarked, Nested nested) {
        return filtered_by(text, {unmarked, nested}, judge).text;
    };
    const std::string text = "(U) one\n\n  a. plain\n\n    i. deeper\n\n(S) two\n\n  a. hidden\n\n"
                             "\t(U) marked\n\n      hidden\n\nthree\n\n  four\n";
    CHECK(run(text, Unmarked::withhold, Nested::unmarked) ==
          "(U) one\n\n" + gone + "\n\t(U) marked\n\n" + gone);
    CHECK(run(text, Unmarked::withhold, Nested::inherit) ==
          "(U) one\n\n  a. plain\n\n    i. deeper\n\n" + gone + "\n\t(U) marked\n\n" + gone);
    // What is part of a withheld portion never stays, even where text without a mark does.
    const auto kept_text = "(U) one\n\n  a. plain\n\n    i. deeper\n\n" + gone + "\n\t(U) marked\n\n" + gone +
                           "\nthree\n\n  four\n";
    CHECK(run(text, Unmarked::keep, Nested::unmarked) == kept_text);
    CHECK(run(text, Unmarked::keep, Nested::inherit) == kept_text);
    CHECK(run("(S) a\n\n  | b | (U) c |\n", Unmarked::keep, Nested::unmarked) ==
          gone + "\n  | [portion withheld] | (U) c |\n");
    CHECK(run("  | (S) b |\n\n      c\n\nd\n", Unmarked::keep, Nested::unmarked) == gone + "\nd\n");
    CHECK(run("(U) a\n\n  | b | (S) c |\n", Unmarked::withhold, Nested::inherit) ==
          "(U) a\n\n  | b | [portion withheld] |\n");
}

TEST_CASE("what stands in place of withheld portions is for the rules to say")
{
    FakeJudge judge;
    const auto run = [&](const std::string& text, PortionGap gap) {
        return filtered_by(text, {Unmarked::withhold, Nested::unmarked, gap}, judge).text;
    };
    const std::string text = "(U) a\n\n(S) b\nmore\n\n\n(S) c\n(S) d\n\n(U) e\n";
    CHECK(run(text, PortionGap::merge) == "(U) a\n\n" + gone + "\n(U) e\n");
    CHECK(run(text, PortionGap::token) == "(U) a\n\n" + gone + "\n" + gone + gone + "\n(U) e\n");
    CHECK(run(text, PortionGap::silent) == "(U) a\n\n(U) e\n");
    CHECK(run("(U) a\n(S) b\n\n(U) c\n", PortionGap::silent) == "(U) a\n\n(U) c\n");
    CHECK(run("(S) b\n\n(U) c\n", PortionGap::silent) == "(U) c\n");
    CHECK(run("(S) b\n", PortionGap::silent).empty());
}

TEST_CASE("a banner is proposed for what stays, and none where a person must decide")
{
    const auto policy = format::read_spif(
        io::read_small_file(std::string(POUCH_SOURCE_DIR) + "/lib/policies/nato-sample.spif.xml", 1U << 24U));
    const auto judge = real_judge();
    const auto proposal = [&](const std::string& text, Unmarked unmarked = Unmarked::withhold,
                              Nested nested = Nested::unmarked) {
        KeptMarks kept;
        (void)filtered_by(text, {unmarked, nested}, *judge, SIZE_MAX, 1000, &kept);
        return kept.is_empty() ? "" : kept.proposal(policy, now());
    };
    const std::string open = "(NU//REL TO KOR) a\n\n(NS) b\n\n";
    CHECK(proposal(open) == "proposed banner: NATO UNCLASSIFIED REL TO KOR");
    CHECK(proposal("NATO SECRET\n\n" + open) ==
          "proposed banner: NATO UNCLASSIFIED REL TO KOR; the document bears another");
    CHECK(proposal(open + "| (NR//REL TO KOR, JPN) c | (NS) d |\n") ==
          "proposed banner: NATO RESTRICTED REL TO KOR");
    CHECK(proposal(open + "plain\n", Unmarked::keep) ==
          "no banner can be proposed: a portion without a mark stays");
    CHECK(proposal(open + "(NU//REL TO KOR) c\n\n  plain\n", Unmarked::withhold, Nested::inherit) ==
          "proposed banner: NATO UNCLASSIFIED REL TO KOR");
    CHECK(proposal("(NS) b\n").empty());
}

TEST_CASE("the output does not depend on how the text arrives, whatever the length of its lines")
{
    FakeJudge judge;
    std::string text = "TOP\n\n(U) " + std::string(200000, 'u') + "\nmore\n\n(S) " +
                       std::string(300000, 's') + "\n\n\n(S) x\r\n\r\n  2. (R//REL TO KOR) y\n\n" +
                       std::string(70000, 'p') + "\n" + std::string(600, ' ') + "\n(U) end";
    text += "\n\n| (U) " + std::string(60000, 'r') + " | (S) x |\n| (S) y |\n\n  (U) z\n";
    const auto expected = filtered(text, Unmarked::withhold, judge);
    CHECK(expected.lines == std::vector<std::uint64_t>{6, 9, 13, 14, 17, 18});
    for (const std::size_t step : {1U, 3U, 511U, 512U, 65535U, 65536U, 65537U}) {
        const auto run = filtered(text, Unmarked::withhold, judge, step, step);
        CHECK((run.text == expected.text));
        CHECK(run.lines == expected.lines);
    }
}

TEST_CASE("filtering again changes nothing")
{
    const std::vector<std::string> lines = {"(U) a\n",
                                            "(S) b\n",
                                            "plain\n",
                                            "\n",
                                            "\n",
                                            "  \n",
                                            "TOP\n",
                                            "1. (S) c\n",
                                            "(U) d\r\n",
                                            "\r\n",
                                            gone,
                                            "  (S) e\n",
                                            "  (U) f\n",
                                            "    plain\n",
                                            "| a | (S) b |\n",
                                            "| (U) a | b |\n",
                                            "|-|-|\n",
                                            "| (S) c |\n"};
    const auto random = test::noise(8000, 3);
    std::size_t count = 0;
    for (std::size_t i = 0; i + 20 < random.size(); i += 20) {
        std::string text;
        for (std::size_t k = 0; k < 20; ++k)
            text += lines[std::to_integer<std::size_t>(random[i + k]) % lines.size()];
        for (const auto unmarked : {Unmarked::withhold, Unmarked::keep}) {
            for (const auto nested : {Nested::unmarked, Nested::inherit}) {
                for (const auto gap : {PortionGap::merge, PortionGap::token, PortionGap::silent}) {
                    FakeJudge judge;
                    const auto again = [&](const std::string& before) {
                        return filtered_by(before, {unmarked, nested, gap}, judge).text;
                    };
                    std::string once;
                    // Below a marked name a cell without a mark may not stay.
                    if (test::failure([&] { once = again(text); }) == "4:portion.unknown") continue;
                    ++count;
                    REQUIRE(again(once) == once);
                    REQUIRE(once.find("(S)") == std::string::npos);
                }
            }
        }
    }
    CHECK(count > 2000);
}

TEST_CASE("places in what is left lead back to the text")
{
    FakeJudge judge;
    const std::string text = "(U) alpha\n\n(S) beta beta beta beta beta\n\n(U) gamma\n\n(S) x\n\n(U) delta\n";
    io::MemorySource in(as_bytes(text));
    PortionFilter filter(in, judge, {}, [](auto, auto, auto) {});
    Bytes buffer(1000);
    std::string left;
    while (const auto got = filter.read(buffer)) left += as_text(ByteView(buffer).first(got));
    for (const std::string word : {"alpha", "gamma", "delta"})
        CHECK(filter.origin_of(left.find(word)) == text.find(word));
}

TEST_CASE("places are kept until they are passed, and only if wanted")
{
    FakeJudge judge;
    std::string text;
    for (int i = 0; i < 400000; ++i) text += "(U) a\n(S) b\n";
    text += "(U) omega\n";
    for (const auto places : {PortionFilter::Places::wanted, PortionFilter::Places::unwanted}) {
        io::MemorySource in(as_bytes(text));
        PortionFilter filter(
            in, judge, {}, [](auto, auto, auto) {}, places);
        Bytes buffer(1U << 16U);
        std::uint64_t size = 0;
        while (const auto got = filter.read(buffer)) size += got;
        const auto place = size - 6; // of omega
        const bool is_right = filter.origin_of(place) == text.size() - 6;
        CHECK(is_right == (places == PortionFilter::Places::wanted));
    }
}

TEST_CASE("the real policy and clearance decide as label check does")
{
    const auto read = [](const char* name) {
        return io::read_small_file(std::string(POUCH_SOURCE_DIR) + "/lib/policies/" + name, 1U << 24U);
    };
    const auto policy = format::read_spif(read("nato-sample.spif.xml"));
    const auto judge = judge_by_policy(policy, format::read_clearance(read("kor.clearance.xml")), now());
    const auto verdict = [&](const char* inside) { return judge->verdict(inside); };
    CHECK(verdict("NU//REL TO KOR") == PortionVerdict::readable);
    CHECK(verdict("NR//REL TO KOR") == PortionVerdict::readable);
    CHECK(verdict("NR//REL TO KOR, JPN") == PortionVerdict::readable);
    CHECK(verdict("NR//REL TO JPN") == PortionVerdict::withheld);
    CHECK(verdict("NR") == PortionVerdict::withheld);
    CHECK(verdict("NS") == PortionVerdict::withheld);
    CHECK(verdict("CTS") == PortionVerdict::withheld);
    CHECK(verdict("XX") == PortionVerdict::unknown);
    CHECK(verdict("NR//REL TO MARS") == PortionVerdict::unknown);
    CHECK(verdict("NS") == PortionVerdict::withheld); // again, from memory
    CHECK(judge->is_page_marking("NATO SECRET"));
    CHECK(judge->is_page_marking("  NATO RESTRICTED\r"));
    CHECK_FALSE(judge->is_page_marking("NATO SECRET OPERATION"));
    CHECK_FALSE(judge->is_page_marking("NATO"));
    CHECK_FALSE(judge->is_page_marking(""));

    const auto member =
        judge_by_policy(policy, format::read_clearance(read("nato-member.clearance.xml")), now());
    CHECK(member->verdict("NR") == PortionVerdict::readable);
    CHECK(member->verdict("NS") == PortionVerdict::readable);
}

TEST_CASE("a stray mark behind a readable portion refuses the text")
{
    const auto judge = real_judge();
    const std::string readable = "(NR//REL TO KOR) pub\n";
    const auto outcome = [&](const std::string& text, Unmarked unmarked) {
        return test::failure([&] { (void)filtered(text, unmarked, *judge); });
    };
    for (const std::string before : {">> ",
                                     ">",
                                     "-",
                                     "1.",
                                     "**1.** ",
                                     "**Title** ",
                                     "a | ",
                                     "Para 2. ",
                                     "12345. ",
                                     "2-1. ",
                                     "(12a) ",
                                     "AB. ",
                                     "IV. ",
                                     "첫째. ",
                                     "제1항 ",
                                     "§ 3 ",
                                     "— ",
                                     "→ ",
                                     "- [ ] ",
                                     "\"",
                                     "<p>",
                                     "`",
                                     "~~",
                                     "> > > > > ",
                                     "1.2.3.4.5.6.7.8.9. ",
                                     "\u200B",
                                     "\uFEFF",
                                     "\u2003",
                                     "(NR//REL TO KOR) ",
                                     "3",
                                     "제1항",
                                     "항",
                                     "[x](y) "}) {
        INFO(before);
        CHECK(outcome(readable + before + "(NS) SECRETTEXT\n", Unmarked::withhold) == "4:portion.unknown");
        CHECK(outcome("plain\n" + before + "(NS) SECRETTEXT\n", Unmarked::keep) == "4:portion.unknown");
    }
    for (const std::string mark : {"(ns)",
                                   "(ns//rel to usa)",
                                   "(Ns)",
                                   "[NS]",
                                   "{NS}",
                                   "(NS\uFF09",
                                   "\uFF08NS)",
                                   "(NS\u00A0)",
                                   "(NS//REL\u00A0TO USA)",
                                   "(N\u200BS)",
                                   "(N\u0405)",
                                   "(\u039DS)",
                                   "(NS\u00AD)",
                                   "(\uFF2E\uFF33)",
                                   "\u3010NS\u3011",
                                   "((NS))",
                                   "> (S//NF)",
                                   ">> (//NS)",
                                   "(ns/x)",
                                   ">> (NS//REL TO",
                                   "(N\u0332S)",
                                   "(NS)",
                                   "(NR//REL TO JPN)"}) {
        INFO(mark);
        const auto text = readable + "- " + mark + " SECRETTEXT\n";
        const bool is_regular = mark == "(NS)" || mark == "(NR//REL TO JPN)";
        CHECK(outcome(text, Unmarked::withhold) == (is_regular ? "" : "4:portion.unknown"));
        CHECK(outcome("plain\n" + text.substr(readable.size()), Unmarked::keep) ==
              (is_regular ? "" : "4:portion.unknown"));
    }
    try {
        (void)filtered(readable + "\n\n" + readable + ">> (NS) x\n", Unmarked::withhold, *judge);
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.message() == "line 5: a portion mark where none is looked for");
    }
}

TEST_CASE("a stray mark of Hangul is seen behind any sign, and behind a word where a mark ends")
{
    const auto korean = real_judge("rok-sample.spif.xml");
    const auto nato = real_judge();
    for (const std::string sign :
         {"□", "ㅇ", "ㅁ", "○", "※", "▶", "·", "–", "“", "☞", "①", "○3", "□ 첫째 ☞", "1"}) {
        INFO(sign);
        for (const std::string behind : {" x", "x", "은 x", ""}) {
            CHECK(has_stray_mark(sign + "(II급)" + behind, *korean));
            CHECK(has_stray_mark(sign + "(NS)" + behind, *nato));
        }
    }
    for (const std::string word : {"문단", "가", "제1항", "д"}) {
        INFO(word);
        CHECK(has_stray_mark(word + "(II급) x", *korean));
        CHECK(has_stray_mark(word + "(대외비)", *korean));
        CHECK_FALSE(has_stray_mark(word + "(II급)은 x", *korean));
    }
}

TEST_CASE("what the policy does not know as a mark is refused where it was meant as one")
{
    const auto korean = real_judge("rok-sample.spif.xml");
    const auto nato = real_judge();
    const auto outcome = [&](const std::string& text, PortionJudge& judge, Unmarked unmarked) {
        return test::failure([&] { (void)filtered(text + " SECRETTEXT\n", unmarked, judge); });
    };
    const auto check = [&](const std::string& mark, PortionJudge& judge, const std::string& expected) {
        INFO(mark);
        for (const auto unmarked : {Unmarked::withhold, Unmarked::keep}) {
            // What is withheld as a paragraph without a mark is not looked at.
            if (unmarked == Unmarked::withhold && !mark.starts_with('(')) continue;
            CHECK(outcome(mark, judge, unmarked) == expected);
            CHECK(outcome("1. **" + mark + "**", judge, unmarked) == expected);
        }
    };
    const std::string refused = "4:portion.unknown";
    for (const std::string inside : {"S//REL TO USA; GBR",
                                     "TLP:RED",
                                     "SECRET: NOFORN",
                                     "S\\NF",
                                     "S\u2013NF",
                                     "S\u2212NF",
                                     "S//NF.",
                                     "S+NF",
                                     "NS;",
                                     "N.S.",
                                     "S//nf",
                                     "S|NF",
                                     "NS*",
                                     "_NS_",
                                     "**S**",
                                     "NS: see",
                                     "NS, see annex",
                                     "NATO SECRET: x",
                                     "nato secret",
                                     "Secret",
                                     "S\u00A0\u2014\u00A0NF",
                                     "\uFF33\uFF0F\uFF0F\uFF2E\uFF26",
                                     "SECRET documents"})
        check("(" + inside + ")", *nato, refused);
    for (const std::string inside :
         {"II급 비밀", "Ⅱ급비밀", "군사 II급 비밀", "2급", "II 급", "II급, 미국", "2급 비밀", "비밀",
          "군사 비밀", "대외비 문서", "평문, 공개", "2급비밀//미국"})
        check("(" + inside + ")", *korean, refused);
    for (const std::string mark : {"[2급 비밀]", "【II급 비밀】", "<II급>", "> 〔2급〕"})
        check(mark, *korean, refused);
    for (const std::string mark :
         {"<NS>", "＜NS＞", "«NS»", "‹NS›", "≪NS≫", "\uFD3ENS\uFD3F", "<S//NF>", "[nato secret]"})
        check(mark, *nato, refused);
    for (const std::string text :
         {"(주)", "(a)", "(1)", "(e.g. X)", "(A.B. Smith)", "(Note: see)", "<p>", "<u>", "<ns>", "<S>",
          "(see NS)", "(sS//x)", "(http://x)", "(secretary)", "«S»", "(NATO member)"})
        check(text, *nato, "");
    for (const std::string text :
         {"(주)", "(군사)", "(3급지)", "(2급 공무원)", "(비밀번호)", "(군사 동향)", "(공개)"})
        check(text, *korean, "");
    CHECK_FALSE(has_stray_mark("latency <NSA>, a<NS>, and (Source: II)", *nato));

    const auto without = judge_without_policy();
    CHECK(filtered("(TLP:RED) a\n\n(S//nf) b\n\n(note: c)\n", Unmarked::withhold, *without).text ==
          gone + "\n(note: c)\n");
}

TEST_CASE("ordinary brackets are no stray marks")
{
    const auto judge = real_judge();
    for (const std::string text :
         {"item(s) and (c) 2026", "a (see annex) b", "latency (ns) of a query", "국가안보국(NS)은",
          "저작권(C) 2026", "기구(ns) 관련", "나토(NATO) 회의", "item(NS) a", "[ACCEPT] in (out)",
          "(NSA) is an agency", "(Source: NR) a", "- [x] done (nearly)", "f(ns) = 1", "a (NR//REL TO KOR) b",
          "{\"a\": [1, (2)]}", "(U) see", "(1) a (ii) b", "[portion] (NATO) x"}) {
        INFO(text);
        const auto whole = "(NR//REL TO KOR) pub\n" + text + "\n";
        if (text.front() != '(' || text[1] != 'U' || text[2] != ')')
            CHECK_FALSE(has_stray_mark(text, *judge));
        if (text.front() != '(') CHECK(filtered(whole, Unmarked::withhold, *judge).text == whole);
    }
    CHECK_FALSE(has_stray_mark(std::string(300, 'x') + " (NS) a", *judge)); // not near the start
    CHECK(has_stray_mark(std::string(200, 'x') + " (NS) a", *judge));
}

TEST_CASE("every kind of line end ends a line, in whatever pieces the text arrives")
{
    FakeJudge judge;
    for (const std::string end : {"\n", "\r\n", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029"}) {
        INFO(escaped(end));
        const auto text = "(U) pub" + end + "(S) SECRET" + end + "more" + end + end + "(U) end";
        for (const std::size_t step : {1U, 2U, 1000U}) {
            const auto left = filtered(text, Unmarked::keep, judge, step, step).text;
            CHECK(left.find("SECRET") == std::string::npos);
            CHECK(left.find("more") == std::string::npos);
            CHECK(left.find("(U) pub" + end) == 0);
            CHECK(left.find("(U) end") != std::string::npos);
        }
        // Where a reading stops, half a line end may stand.
        for (std::size_t size = 65530; size < 65540; ++size) {
            const auto wide = "(U) " + std::string(size - 4, 'u') + end + "(S) SECRET" + end;
            CHECK(filtered(wide, Unmarked::keep, judge).text.find("SECRET") == std::string::npos);
        }
    }
    CHECK(kept("(S) a\r(U) b\r") == "[portion withheld]\r(U) b\r");
    CHECK(kept("(U) \u2027 \u00C2 \u2030\n") == "(U) \u2027 \u00C2 \u2030\n");
}

TEST_CASE("a line that looks blank ends a portion")
{
    for (const std::string blank :
         {"\u3000", "\u00A0", "\u200B", "\uFEFF \u2003", "\u3164", "\u2800", "\u00AD\t"}) {
        INFO(escaped(blank));
        CHECK(kept("(U) a\n" + blank + "\nunmarked\n").find("unmarked") == std::string::npos);
        std::string wide;
        for (int i = 0; i < 300; ++i) wide += blank;
        CHECK(kept("(U) a\n" + wide + "\nunmarked\n").find("unmarked") == std::string::npos);
        CHECK(kept("(U) a\n" + wide + "(S) SECRET\n", Unmarked::keep).find("SECRET") == std::string::npos);
    }
    for (std::size_t blanks = 200; blanks < 530; ++blanks) {
        const auto text = "(U) a\n" + std::string(blanks, ' ') + "(대외비) SECRET\n";
        CHECK(kept(text, Unmarked::keep).find("SECRET") == std::string::npos);
    }
}

TEST_CASE("an unknown mark with text right behind it is refused")
{
    const auto judge = real_judge();
    const auto outcome = [&](const std::string& text) {
        return test::failure([&] { (void)filtered(text, Unmarked::withhold, *judge); });
    };
    const std::string readable = "(NR//REL TO KOR) pub\n";
    CHECK(outcome(readable + "(NS//XYZ)SECRETTEXT\n") == "4:portion.unknown");
    CHECK(outcome(readable + "(S//NF): SECRETTEXT\n") == "4:portion.unknown");
    CHECK(outcome(readable + "(NS/XYZ)SECRETTEXT\n") == "4:portion.unknown");
    CHECK(outcome(readable + "(NATO)-led forces\n").empty());
}

TEST_CASE("what may begin a portion mark is seen wherever it stands")
{
    for (std::size_t size = 1; size < 50; ++size) {
        CHECK_FALSE(redact::may_hold_mark(std::string(size, 'a')));
        for (std::size_t at = 0; at < size; ++at) {
            for (const char c : std::string_view("([{<\\&\xC2\xE2\xE3\xEF\xFF")) {
                std::string text(size, 'a');
                text[at] = c;
                if (!redact::may_hold_mark(text)) FAIL(text);
            }
        }
    }
}
