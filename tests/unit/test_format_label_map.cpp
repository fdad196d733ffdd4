#include "pouch/base/error.hpp"
#include "pouch/format/label_map.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;

namespace {

const std::string good = R"(version = 1
[[label]]
files = ["reports/**", "*.csv"]
except = ["reports/annex/**"]
classification = "RESTRICTED"
category = ["Context=NATO,Releasable", "Releasable To=NATO,KOR"]
originator = "rfc822Name:desk@example.org"
review = "2030-01-01T00:00:00Z"

[[label]]
files = ["notes.txt"]
classification = "UNCLASSIFIED"
)";

std::string with(const std::string& from, const std::string& to)
{
    auto text = good;
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

std::string message(const std::string& text)
{
    try {
        (void)format::read_label_map(text);
    } catch (const Error& error) {
        CHECK(error.fault() == Fault::usage);
        return error.reason() + " " + error.message();
    }
    return "nothing";
}

} // namespace

TEST_CASE("a label map is read in its order, with the lines of its tables")
{
    const auto map = format::read_label_map(good);
    REQUIRE(map.size() == 2);
    CHECK(map[0].line == 2);
    CHECK(map[0].files.size() == 2);
    CHECK(map[0].except.front().text() == "reports/annex/**");
    CHECK(map[0].wanted.classification == "RESTRICTED");
    CHECK(map[0].wanted.categories.back().values == std::vector<std::string>{"NATO", "KOR"});
    CHECK(map[0].wanted.originator->value == "desk@example.org");
    CHECK(map[0].wanted.review == parse_rfc3339("2030-01-01T00:00:00Z"));
    CHECK(map[1].line == 10);
    CHECK_FALSE(map[1].wanted.review);
}

TEST_CASE("what is wrong with a label map is told with its line")
{
    using Catch::Matchers::StartsWith;
    CHECK_THAT(message("version = "), StartsWith("map.malformed line 1: "));
    CHECK_THAT(message(with("files", "flies")), StartsWith("map.key line 3: unknown key flies"));
    CHECK_THAT(message("x = 1\n" + good), StartsWith("map.key line 1: unknown key x"));
    CHECK_THAT(message(with("version = 1", "version = 2")), StartsWith("map.version "));
    CHECK_THAT(message(with("version = 1\n", "")), StartsWith("map.version "));
    CHECK_THAT(message("version = 1\n"), StartsWith("map.empty "));
    CHECK_THAT(message("version = 1\nlabel = 3\n"), StartsWith("map.value line 2: "));
    CHECK_THAT(message("version = 1\nlabel = []\n"), StartsWith("map.value line 2: "));
    CHECK_THAT(message(with("[\"notes.txt\"]", "\"notes.txt\"")),
               StartsWith("map.value line 11: files is not"));
    CHECK_THAT(message(with("[\"notes.txt\"]", "[]")), StartsWith("map.empty line 11: files"));
    CHECK_THAT(message(with("[\"notes.txt\"]", "[1]")), StartsWith("map.value line 11: files"));
    CHECK_THAT(message(with("files = [\"notes.txt\"]\n", "")),
               StartsWith("map.value line 10: a label without files"));
    CHECK_THAT(message(with("classification = \"UNCLASSIFIED\"\n", "")),
               StartsWith("map.value line 10: a label without a classification"));
    CHECK_THAT(message(with("\"UNCLASSIFIED\"", "\"\"")), StartsWith("map.value line 12: classification"));
    CHECK_THAT(message(with("notes.txt", "a//b")), StartsWith("glob.grammar line 11: "));
    CHECK_THAT(message(with("Context=NATO", "Context")), StartsWith("usage.category line 6: "));
    CHECK_THAT(message(with("rfc822Name:", "rfc:")), StartsWith("usage.originator line 7: "));
    CHECK_THAT(message(with("2030-01-01T", "2030-01-01 ")), StartsWith("map.value line 8: review"));
}

TEST_CASE("a label map has a limit of patterns")
{
    const auto map_of = [](std::size_t count) {
        std::string text = "version = 1\n[[label]]\nclassification = \"X\"\nfiles = [";
        for (std::size_t i = 0; i < count; ++i) text += "\"a\",\n";
        return text + "]\n";
    };
    CHECK(message(map_of(format::label_map_globs)) == "nothing");
    CHECK_THAT(message(map_of(format::label_map_globs + 1)),
               Catch::Matchers::StartsWith("map.limit line 1028: "));
}

TEST_CASE(
    "read_label_map refuses a line of many dots before toml++ goes down them, and counts none in strings")
{
    const auto dots = [](std::size_t count, std::string_view part = "a") {
        std::string name(part);
        for (std::size_t i = 0; i < count; ++i) name += fmt::format(".{}", part);
        return name;
    };
    const auto refused = [](const std::string& text) -> std::string {
        try {
            (void)format::read_label_map(text);
        } catch (const Error& error) {
            return error.message().find("dots outside strings") != std::string::npos ? "dots"
                                                                                     : error.reason();
        }
        return {};
    };
    const std::string long_name = dots(65);
    CHECK(refused(dots(64) + " = 1\n") == "map.key");
    CHECK(refused(long_name + " = 1\n") == "dots");
    CHECK(refused("[" + long_name + "]\n") == "dots");
    CHECK(refused("[[" + dots(200'000) + "]]\n") == "dots");
    CHECK(refused(dots(65, "\"x\"") + " = 1\n") == "dots");
    CHECK(refused(dots(65, "'#'") + " = 1\n") == "dots");
    CHECK(refused(dots(65, "\"\\\"\"") + " = 1\n") == "dots");
    CHECK(refused("x = {y = {" + long_name + " = 1}}\n") == "dots");
    CHECK(refused(dots(40) + " = 1\r\n" + dots(40, "b") + " = 1\n") == "map.key");

    // Whatever stands before, and however it ends.
    for (const auto* string :
         {R"("a")",       R"("\"")",      R"("\\")",      R"("")",       R"('a')",
          R"('\')",       R"('')",        R"("'")",       R"('"')",      R"("""a""")",
          R"("""a"""")",  R"("""a""""")", R"("""""")",    R"("""""""")", R"("""a"b""c\"""")",
          R"("""\\""")",  R"('''a''')",   R"('''a''''')", R"('''\''')",  "\"\"\"\n\n'\n\"\"\"",
          "'''\n\"'\n'''"}) {
        CAPTURE(string);
        CHECK(refused(fmt::format("x = {{y = {}, {} = 1}}\n", string, long_name)) == "dots");
        CHECK(refused(fmt::format("x = {} # {}\n", string, dots(100))) == "map.key");
    }
    CHECK(refused("x = \"" + dots(100) + "\"\n") == "map.key");
    CHECK(refused("x = '" + dots(100) + "'\n") == "map.key");
    CHECK(refused("x = \"\"\"\n" + dots(100) + "\"\"" + dots(100) + "\"\"\"\n") == "map.key");
    CHECK(refused("x = '''" + dots(100) + "'" + dots(100) + "'''\n") == "map.key");
    for (const auto* cut : {"x = \"", "x = \"\"\"", "x = '''a''", "x = \"\\", "\"", "x = \"\"\"\\"})
        CHECK(refused(cut) == "map.malformed");
}
