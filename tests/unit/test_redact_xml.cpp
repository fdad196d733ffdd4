#include "pouch/redact/xml/clipper.hpp"
#include "unit/redact_json_support.hpp"

#include <catch2/catch.hpp>
#include <pugixml.hpp>

using namespace pouch;
using namespace pouch::redact;

namespace {

const std::string word_rules = R"(
[[rule]]
id = "ip"
category = "ip"
builtin = "ipv4"
[[rule]]
id = "gone"
regex = 'gone\d'
action = "drop"
[[rule]]
id = "name"
category = "name"
literals = ["홍길동", "Jane Roe"]
[[rule]]
id = "pair"
category = "pair"
regex = 'k="v'
[[rule]]
id = "signs"
category = "signs"
literals = ["/><"]
)";

std::string field(const std::string& path, const std::string& more = "")
{
    static int number = 0;
    return "[[rule]]\nid = 'F" + std::to_string(++number) +
           "'\ncategory = 'f'\nscope = ['xml']\nfield = \"\"\"" + path + "\"\"\"\n" + more;
}
std::string dropped(const std::string& path)
{
    return field(path, "action = 'drop'\n");
}

std::string xml_of(const std::string& toml, const std::string& text)
{
    const auto once = test::json_of(toml, text, FormatKind::xml);
    CHECK(test::json_of(toml, once, FormatKind::xml) == once);
    return once;
}

const std::string keep_comments = "[target]\nxml = { comments = 'keep' }\n";

std::string parts_of(const std::string& text, std::size_t begin, std::size_t end)
{
    return test::parts_of(FormatKind::xml, text, begin, end);
}

/// A random document with pieces of `texts` in all places where text may stand.
std::string random_xml(test::JsonDice& dice, const std::vector<std::string>& texts, std::size_t depth = 0)
{
    static const std::vector<std::string> names{"a", "b", "p:c", "가"};
    static const std::vector<std::string> whites{"", " ", "\n  ", "\r\n"};
    const auto name = dice.pick(names);
    std::string text = "<" + name + (depth == 0 ? " xmlns:p='urn:p'" : "");
    if (dice.roll(2) == 0) text += " x" + dice.pick(whites) + "=\"" + dice.pick(texts) + "\"";
    if (dice.roll(3) == 0) text += " p:y='" + dice.pick(texts) + "'";
    if (depth > 4 || dice.roll(8) == 0) return text + dice.pick(whites) + "/>";
    text += ">";
    const auto count = dice.roll(6);
    for (std::size_t i = 0; i < count; ++i) {
        text += dice.pick(whites);
        const auto kind = dice.roll(6);
        if (kind < 2) text += dice.pick(texts) + dice.pick(whites);
        if (kind == 2) text += "<![CDATA[" + dice.pick(texts) + "]]>";
        if (kind == 3) text += "<!-- " + dice.pick(texts) + " -->";
        if (kind > 3) text += random_xml(dice, texts, depth + 1);
    }
    return text + "</" + name + ">";
}

} // namespace

TEST_CASE(
    "xml: a password ends with its section of CDATA and with its attribute, and what goes makes no other one")
{
    const std::string rule = "[[rule]]\nid = 'p'\ncategory = 'p'\nbuiltin = 'password'\n";
    CHECK(xml_of(rule, "<a><![CDATA[password=hunter2]]></a>") == "<a><![CDATA[password=[REDACTED:p]]]></a>");
    // What stands behind the section is of the value for a reader of XML.
    CHECK(xml_of(rule, "<a><![CDATA[password=hunter2]]>3 finch</a>") ==
          "<a><![CDATA[password=[REDACTED:p]]]>[REDACTED:p] finch</a>");
    const auto dropping = rule + "action = 'drop'\n";
    CHECK(xml_of(dropping, R"(<a v="password=hunter2">password=hunter2</a>)") ==
          R"(<a v="password=">password=</a>)");
    CHECK(xml_of(dropping, R"(<a v='password=hunter2' w="x"/>)") == R"(<a v='password=' w="x"/>)");
    CHECK(xml_of(dropping, R"(<a v="password=hunter2" w="x"/>)") == R"(<a v="password=" w="x"/>)");
}

TEST_CASE("parts of XML are text, values, CDATA and what comments hold")
{
    const std::string text =
        R"(<?xml version="1.0"?><r a="x&lt;y" xmlns:p='urn:p'>t&#65;u<!--c--d?><![CDATA[e]]f]]>
 <b/> g<?pi h?></r>)";
    CHECK(parts_of(text, 0, text.size()) ==
          "x&lt;y|urn:p|t&#65;u|c--d?><![CDATA[e]]f]]>\n <b/> g<?pi h?></r>");
    const std::string good =
        R"(<?xml version="1.0"?><r a="x&lt;y" xmlns:p='urn:p'>t&#65;u<!--c-d--><![CDATA[e]]f]]>
 <b/> g<?pi h?></r>)";
    CHECK(parts_of(good, 0, good.size()) == "x&lt;y|urn:p|t&#65;u|c-d|e]]f| g| h");
    const auto at = [&](const std::string& piece) { return good.find(piece); };
    CHECK(parts_of(good, at("lt;"), at("lt;") + 1) == "&lt;");
    CHECK(parts_of(good, at("65"), at("u<")) == "&#65;");
    CHECK(parts_of(good, at("n:p'"), at("n:p'") + 1) == "urn:p");
    CHECK(parts_of(good, at("]f"), at("]]>\n")) == "]f");
    CHECK(parts_of(good, at("d-->"), at("e]]")) == "d");
    CHECK(parts_of(good, at("\" xml"), at("\" xml") + 2).empty());
    CHECK(parts_of(good, at("version"), at("?><r")).empty());
}

TEST_CASE("a clipper of XML comes to the same place in one step and in many")
{
    const std::string text =
        R"(<?xml version="1.0"?><r a="x&lt;y" xmlns:p='urn:p'>t&#65;u<!--c-d--><![CDATA[e]]f]]> <b/> g<?pi h?></r>)";
    for (std::size_t size = 1; size <= text.size(); ++size) {
        INFO(size);
        xml::XmlClipper once;
        const auto place = once.seek(std::string_view(text).substr(0, size), size);
        xml::XmlClipper many;
        std::size_t at = 0;
        for (std::size_t to = 1; to <= size; ++to)
            at += many.seek(std::string_view(text).substr(at, to - at), to - at);
        CHECK(at == place);
        const auto rest = std::string_view(text).substr(place);
        std::vector<Clipper::Part> parts;
        std::vector<Clipper::Part> parts_of_many;
        const auto clipped = [&](const xml::XmlClipper& clipper, std::vector<Clipper::Part>& into) {
            bool is_done = true;
            auto fault = test::failure([&] { is_done = clipper.clip(rest, rest.size(), true, into); });
            CHECK(is_done);
            return fault;
        };
        const auto reason = clipped(once, parts);
        CHECK((reason.empty() || parts.empty()));
        REQUIRE(clipped(many, parts_of_many) == reason);
        REQUIRE(parts.size() == parts_of_many.size());
        for (std::size_t i = 0; i < parts.size(); ++i) {
            CHECK(parts[i].begin == parts_of_many[i].begin);
            CHECK(parts[i].end == parts_of_many[i].end);
        }
    }
    std::vector<Clipper::Part> parts;
    CHECK(!xml::XmlClipper().clip("<a>x", 5, false, parts));
    CHECK(!xml::XmlClipper().clip("<a>x&#", 6, false, parts));
    CHECK(!xml::XmlClipper().clip("<", 1, false, parts));
}

TEST_CASE("matches are replaced so that XML stays XML")
{
    const auto out = [](const std::string& text) { return xml_of(word_rules, text); };
    CHECK(out("<a b='192.0.2.1'>192.0.2.2</a>") == "<a b='[REDACTED:ip]'>[REDACTED:ip]</a>");
    CHECK(out("<a><![CDATA[<192.0.2.2>]]></a>") == "<a><![CDATA[<[REDACTED:ip]>]]></a>");
    CHECK(out("<a>192.0<![CDATA[.2.]]>2 ]]&gt;</a>") ==
          "<a>[REDACTED:ip]<![CDATA[[REDACTED:ip]]]>[REDACTED:ip] ]]&gt;</a>");
    CHECK(out("<a><![CDATA[192.0.2]]><![CDATA[.2]]></a>") ==
          "<a><![CDATA[[REDACTED:ip]]]><![CDATA[[REDACTED:ip]]]></a>");
    CHECK(out("<a>&#54861;길&#xB3D9;!</a>") == "<a>[REDACTED:name]!</a>");
    CHECK(out("<a b='192&#46;0.2.&#x31;'/>") == "<a b='[REDACTED:ip]'/>");
    CHECK(out("<a k=\"vx\"/>") == "<a k=\"[REDACTED:pair]x\"/>");
    CHECK(out("<a><b/><c>x</c>\n</a>") == "<a><b/><c>x</c>\n</a>");
    CHECK(out("<a>xgone1y</a>") == "<a>xy</a>");
    CHECK(out("<a>]]gone1></a>") == "<a>]] ></a>");
    CHECK(out("<a><![CDATA[x]gone1]>gone2]]></a>") == "<a><![CDATA[x] ]> ]]></a>");
    CHECK(out("<a xmlns:p='urn:gone1' p:b=''/>") == "<a xmlns:p='[REDACTED]' p:b=''/>");
    CHECK(out("<a xmlns='http://192.0.2.1/x'/>") == "<a xmlns='[REDACTED:ip]'/>");
    CHECK(out("<a>19<!-- 192.0.2.9 -->2.0.2.1<?p x?></a>") == "<a>[REDACTED:ip]</a>");
    CHECK(xml_of(keep_comments + word_rules, "<a><!--192.0.2.9-gone1-->x<?p 192.0.2.9?></a>") ==
          "<a><!--[REDACTED:ip]- -->x<?p [REDACTED:ip]?></a>");
}

TEST_CASE("a name that a rule matches refuses")
{
    const auto reason = [](const std::string& text) {
        return test::failure([&] { test::json_of(word_rules, text, FormatKind::xml); });
    };
    for (const std::string text : {"<홍길동/>", "<a><홍길동>x</홍길동></a>", "<a 홍길동=''/>", "<x.gone1.y/>",
                                   "<홍길동:a xmlns:홍길동='u'/>"}) {
        INFO(text);
        CHECK(reason(text) == "4:redact.name");
    }
    CHECK(reason("<a b='홍길동'>Jane Roe</a>").empty());
    const auto clean = dropped("//홍길동") + word_rules;
    CHECK(xml_of(clean, "<a><홍길동>x</홍길동>y</a>") == "<a>y</a>");
}

TEST_CASE("fields of XML are replaced and dropped by their place")
{
    const std::string text = "<r><a x='1' y='2'>t<b>u</b></a><a/><b z='3'></b></r>";
    CHECK(xml_of(field("/r/a"), text) ==
          "<r><a x='1' y='2'>[REDACTED:f]</a><a>[REDACTED:f]</a><b z='3'></b></r>");
    CHECK(xml_of(field("//b", "action = 'mask'\n"), text) ==
          "<r><a x='1' y='2'>t<b>********</b></a><a/><b z='3'>********</b></r>");
    CHECK(xml_of(dropped("//a"), text) == "<r><b z='3'></b></r>");
    CHECK(xml_of(dropped("//b"), text) == "<r><a x='1' y='2'>t</a><a/></r>");
    CHECK(xml_of(field("//@x"), text) == "<r><a x='[REDACTED:f]' y='2'>t<b>u</b></a><a/><b z='3'></b></r>");
    CHECK(xml_of(dropped("//a/@*"), text) == "<r><a>t<b>u</b></a><a/><b z='3'></b></r>");
    CHECK(xml_of(dropped("/r"), "<r k='1' xmlns='u'><a/></r>") == "<r xmlns='u'>[REDACTED]</r>");
    CHECK(xml_of(dropped("/r"), "<r k='1' />") == "<r >[REDACTED]</r>");
    CHECK(xml_of(field("/r/a") + dropped("/r/a") + field("//b", "priority = 1\n"), text) ==
          "<r><a x='1' y='2'>[REDACTED:f]</a><a>[REDACTED:f]</a><b z='3'>[REDACTED:f]</b></r>");
    CHECK(xml_of(field("/r/a") + dropped("/r/a").append("priority = 1\n"), text) == "<r><b z='3'></b></r>");
    CHECK(xml_of("[target]\nxml = { namespaces = { n = 'urn:p' } }\n" + dropped("//n:a"),
                 "<r xmlns:p='urn:p'><p:a/><a/></r>") == "<r xmlns:p='urn:p'><a/></r>");
}

TEST_CASE("cuts of XML are reported where they stood, comments too")
{
    const std::string text = "<r><!--c--><a x='1'>t</a><b>192.0.2.1</b></r>";
    const test::JsonRules rules(field("//a") + dropped("//@x") + word_rules);
    const auto run = test::run_json(rules, text, FormatKind::xml);
    std::vector<std::size_t> places;
    for (const auto& cut : run.cuts) places.push_back(cut.offset);
    CHECK(places == std::vector<std::size_t>{3, text.find(" x="), text.find("t<")});
    CHECK(run.cuts[0].reason == CutReason::comment);
    REQUIRE(run.removals.size() == 1);
    CHECK(run.output == "<r><a>[REDACTED:f]</a><b>[REDACTED:ip]</b></r>");
    CHECK(test::run_json(rules, run.output, FormatKind::xml).cuts.empty());
}

TEST_CASE("values planted in random XML go, in every block size, and a second run changes nothing")
{
    const test::JsonRules rules(word_rules);
    const test::JsonRules keeping(keep_comments + word_rules);
    const std::vector<std::string> texts{"v",
                                         "192.0.2.9 x",
                                         "&#54861;길&#xB3D9;",
                                         "홍길동",
                                         "Jane\n Roe",
                                         "a gone1 b",
                                         "]gone2]",
                                         "MTkyLjAuMi43MCBhbmQgbW9yZQ==",
                                         "192&#x2e;0.2.&#49;",
                                         "&amp;&lt;k=",
                                         "%31%39%32.0.2.1"};
    int refusals = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        INFO("seed " << seed);
        test::JsonDice dice(seed);
        const auto text = "<?xml version='1.0'?>\n" + random_xml(dice, texts);
        // What meets over the borders of CDATA may look like more than three codings in one another.
        if (test::failure([&] { (void)test::run_json(rules, text, FormatKind::xml); }) == "1:redact.depth") {
            ++refusals;
            continue;
        }
        for (const auto* set : {&rules, &keeping}) {
            const auto run = test::run_json(*set, text, FormatKind::xml);
            pugi::xml_document document;
            REQUIRE(document.load_buffer(run.output.data(), run.output.size(), pugi::parse_full));
            for (const std::string secret : {"192.0.2", "홍길동", "54861", "Jane", "gone", "MTky", "192&#"})
                REQUIRE(run.output.find(secret) == std::string::npos);
            const auto again = test::run_json(*set, run.output, FormatKind::xml);
            REQUIRE(again.output == run.output);
            for (const std::size_t block : {1U, 3U, 17U, 100U})
                REQUIRE(test::run_json(*set, text, FormatKind::xml, block).output == run.output);
            REQUIRE(test::run_json(*set, text, FormatKind::xml, 31, 3).output == run.output);
        }
    }
    CHECK(refusals < 3);
}

TEST_CASE("references, tags and matches without end need no more than their place")
{
    const test::JsonRules rules(word_rules);
    std::string text = "<a>";
    std::string expected = "<a>";
    for (int i = 0; i < 20000; ++i) {
        text += "x&amp;";
        expected += "x&amp;";
        if (i % 10 != 0) continue;
        text += "<b c='gone1&lt;'>, 192.0.2.1</b>]";
        expected += "<b c='&lt;'>, [REDACTED:ip]</b>]";
    }
    text += "</a>";
    expected += "</a>";
    CHECK(test::run_json(rules, text, FormatKind::xml).output == expected);
    CHECK(test::run_json(rules, text, FormatKind::xml, 5000, 2).output == expected);
}

TEST_CASE("what would leave as broken XML refuses")
{
    const auto checked = [](const std::string& text) {
        io::MemorySink out;
        const auto checker = checker_of(FormatKind::xml, out);
        const auto reason = test::failure([&] {
            checker->write(as_bytes(text));
            CHECK(out.bytes.empty());
            checker->finish();
        });
        CHECK((reason.empty() ? as_text(out.bytes) == text : out.bytes.empty()));
        return reason;
    };
    CHECK(checked("<?xml version='1.0'?><a><b/>x<!----><![CDATA[y]]></a>").empty());
    CHECK(checked("<a><b></a>") == "4:redact.invalid-output");
    CHECK(checked("<a>&nbsp;</a>") == "4:redact.invalid-output");
    CHECK(checked("") == "4:redact.invalid-output");
}

TEST_CASE("a mark by itself in what goes of XML refuses: it may be that of the element around")
{
    const auto judge = judge_without_policy();
    const auto left = [&](const std::string& toml, const std::string& text) {
        return test::run_json(test::JsonRules(toml), text, FormatKind::xml, 1U << 18U, 1, judge.get()).output;
    };
    const auto is_refused = [&](const std::string& toml, const std::string& text) {
        return test::failure([&] { (void)left(toml, text); }) == "4:portion.unknown";
    };
    for (const auto& toml : {field("/r/m") + field("/r/@class"), dropped("/r/m") + dropped("/r/@class")}) {
        CHECK(is_refused(toml, "<r><m>(S)</m>x</r>"));
        CHECK(is_refused(toml, "<r><m> <b>&#40;S)</b><![CDATA[(S)]]></m>x</r>"));
        CHECK(is_refused(toml, "<r class='(S)'>x</r>"));
        CHECK_FALSE(
            is_refused(toml, "<r class='(S) y'><m>(S) y</m><m>(see there)</m><m>(S)<b>y</b></m>x</r>"));
    }
    CHECK(left(field("/r"), "<r>(S)</r>").find("(S)") == std::string::npos);
}

TEST_CASE("comments and instructions that stay are judged as texts of their own")
{
    const auto judge = judge_without_policy();
    const auto left = [&](const std::string& text) {
        return test::run_json(test::JsonRules(keep_comments), text, FormatKind::xml, 1U << 18U, 1,
                              judge.get())
            .output;
    };
    CHECK(left("<?p (S) x?><r><!-- (S) x --><?p y?><!--y\n\n(S) x--><!-- y --><t>(S) x</t></r>") ==
          "<r><?p y?><!-- y --><t>[portion withheld]</t></r>");
    CHECK(left("<r>(S) x<!-- (S) x --></r><!--(S) x-->") == "<r>[portion withheld]</r>");
    const std::string drop_comments = "[target]\nunmarked = 'keep'\n";
    const auto left_without = [&](const std::string& text) {
        return test::run_json(test::JsonRules(drop_comments), text, FormatKind::xml, 1U << 18U, 1,
                              judge.get())
            .output;
    };
    for (const auto* alone : {"<r><!-- (S) -->x</r>", "<r><?p (S) (S)?>x</r>"}) {
        CHECK(test::failure([&] { (void)left(alone); }) == "4:portion.unknown");
        CHECK(test::failure([&] { (void)left_without(alone); }) == "4:portion.unknown");
    }
    CHECK(left_without("<r><!-- (S) y --><?p (see there)?>x</r>") == "<r>x</r>");
}
