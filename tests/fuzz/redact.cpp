#include "fuzz/redact.hpp"

#include "pouch/base/text.hpp"
#include "pouch/redact/image.hpp"
#include "pouch/redact/stix/pattern.hpp"
#include "unit/docx_support.hpp"
#include "unit/redact_json_support.hpp"
#include "unit/redact_stix_support.hpp"

#include <array>
#include <pugixml.hpp>
#include <simdjson.h>
#include <stdexcept>

namespace pouch::fuzz {

namespace {

/// `bytes` as text: what is no character of one becomes a question mark.
std::string text_of(ByteView bytes)
{
    const auto raw = as_text(bytes);
    std::string text;
    for (std::size_t i = 0; i < raw.size();) {
        std::size_t size = 1;
        while (size < 4 && !is_utf8(raw.substr(i, size))) ++size;
        const auto character = raw.substr(i, size);
        const bool is_good = is_utf8(character) && character != std::string_view("\0", 1);
        text += is_good ? character : "?";
        i += is_good ? character.size() : 1;
    }
    return text;
}

std::string recogniser_rules()
{
    std::string toml;
    for (const auto* recogniser : redact::recognisers()) {
        const std::string name(recogniser->name);
        toml += "[[rule]]\nid = '" + name + "'\ncategory = '" + name + "'\nbuiltin = '" + name + "'\n";
    }
    return toml;
}

const std::string name_rules = R"(
[[rule]]
id = "names"
category = "name"
literals = ["Kim", "홍길동", "Kim Chul-su", "길동", "COPPER FINCH"]
exempt = ["Kim"]
[[rule]]
id = "words"
category = "word"
literals = ["secret", "Straße", "ÉTÉ"]
ignore_case = true
priority = 2
[[rule]]
id = "gone"
literals = ["xx", "-~-"]
action = "drop"
[[rule]]
id = "serial"
category = "serial"
regex = '\bSN-\d{8}\b'
action = "mask"
[[rule]]
id = "key"
category = "key"
regex = 'key=\w{2,6}'
[[rule]]
id = "dong"
category = "place"
regex = '[가-힣]{2}동'
context = ["주소"]
)";

/// Rules with both ways to apply them.
struct Rules {
    explicit Rules(const std::string& toml)
        : rules(test::rules_of(toml).rules), scanner(rules), reference(rules)
    {
    }
    std::vector<redact::Rule> rules;
    redact::Scanner scanner;
    test::Reference reference;
};

const Rules& all_recognisers()
{
    static const Rules rules(recogniser_rules());
    return rules;
}

const Rules& names()
{
    static const Rules rules(name_rules);
    return rules;
}

const Rules& everything()
{
    static const Rules rules(recogniser_rules() + name_rules);
    return rules;
}

/// Rewrites an image twice.
void strip_twice(redact::ImageKind kind, ByteView bytes)
{
    io::MemorySource in(bytes);
    io::MemorySink once;
    static_cast<void>(redact::strip_image(kind, in, once));
    io::MemorySource again(once.bytes);
    io::MemorySink twice;
    bool is_changed = true;
    try {
        is_changed = redact::strip_image(kind, again, twice);
    } catch (const Error& error) {
        throw std::logic_error("an image that was stripped is refused: " + error.reason());
    }
    if (is_changed || once.bytes != twice.bytes)
        throw std::logic_error("stripping an image again changes it");
}

const std::string field_rules = R"(
[[rule]]
id = "field"
category = "field"
field = "/**/a"
[[rule]]
id = "member"
category = "member"
field = "/*/b"
field_part = "both"
[[rule]]
id = "name"
field = "/c/**"
field_part = "key"
[[rule]]
id = "less"
field = "/**/d"
action = "drop"
)";

const std::string xml_rules = R"(
[[rule]]
id = "element"
category = "element"
field = "//a"
scope = ["xml"]
[[rule]]
id = "attribute"
category = "attribute"
field = "//@b"
scope = ["xml"]
[[rule]]
id = "less"
field = "//c[@d='1']"
scope = ["xml"]
action = "drop"
[[rule]]
id = "no_attribute"
field = "/*//@e"
scope = ["xml"]
action = "drop"
)";

const test::JsonRules& json_rules(bool has_list)
{
    static const test::JsonRules all(field_rules + recogniser_rules() + name_rules);
    static const test::JsonRules listed("[target]\nonly = ['/**/e', '/c', '/*/b']\n" + field_rules +
                                        name_rules);
    return has_list ? listed : all;
}

/// Throws unless simdjson reads `text`, or each of its lines.
void check_json(const std::string& text, redact::FormatKind kind)
{
    simdjson::dom::parser parser;
    const auto check = [&](std::string_view one) {
        if (parser.parse(one.data(), one.size()).error() != simdjson::SUCCESS)
            throw std::logic_error("the output of redact is no JSON");
    };
    if (kind == redact::FormatKind::json) return check(text);
    for (const auto line : split(text, '\n')) {
        if (line.find_first_not_of(" \t\r") != std::string_view::npos) check(line);
    }
}

constexpr std::string_view refusal = "refused";

/// What `redact` makes of a text; `refusal` if it throws what blames the text.
template <typename Redact> std::string outcome(const Redact& redact)
{
    try {
        return redact();
    } catch (const Error& error) {
        if (error.fault() != Fault::refused && error.fault() != Fault::policy) {
            throw std::logic_error("redact blames no text: " + error.reason());
        }
        return std::string(refusal);
    }
}

} // namespace

void redact_jpeg(ByteView bytes)
{
    strip_twice(redact::ImageKind::jpeg, bytes);
}

void redact_png(ByteView bytes)
{
    strip_twice(redact::ImageKind::png, bytes);
}

void redact_rules(ByteView bytes)
{
    redact::RuleSet set;
    redact::read_rules(as_text(bytes), "rules", ".", set);
    const redact::Scanner scanner(std::move(set.rules));
}

void redact_views(ByteView bytes)
{
    constexpr std::size_t longest = 65536;
    const auto text = text_of(bytes.first(std::min(bytes.size(), longest)));
    const auto& scanner = all_recognisers().scanner;
    const auto once = outcome([&] { return test::run_engine(scanner, text).output; });
    if (once == refusal) return;
    const auto again = test::run_engine(scanner, once);
    if (!again.removals.empty()) throw std::logic_error("the output of redact matches a rule");
}

void redact_engine(ByteView bytes)
{
    constexpr std::size_t longest = 2048;
    constexpr std::array<std::size_t, 8> block_sizes{1, 2, 7, 64, 333, 1000, 4096, 1U << 18U};
    if (bytes.size() < 2) return;
    const auto block_size = block_sizes[std::to_integer<std::size_t>(bytes[0]) % block_sizes.size()];
    const std::array all{&all_recognisers, &names, &everything};
    const auto& rules = all[std::to_integer<std::size_t>(bytes[1]) % all.size()]();
    const auto text = text_of(bytes.subspan(2).first(std::min(bytes.size() - 2, longest)));

    const auto expected = outcome([&] { return rules.reference.run(text); });
    const auto found = outcome([&] { return test::run_engine(rules.scanner, text, block_size).output; });
    // The engine may refuse what the reference can still look into, never the other way round.
    if (found != expected && found != refusal) throw std::logic_error("redact and its reference differ");
}

void redact_json(ByteView bytes)
{
    constexpr std::size_t longest = 16384;
    if (bytes.empty()) return;
    const auto choice = std::to_integer<unsigned>(bytes[0]);
    const auto kind = (choice & 1U) != 0 ? redact::FormatKind::jsonl : redact::FormatKind::json;
    const auto& rules = json_rules((choice & 2U) != 0);
    const auto block_size = (choice & 4U) != 0 ? std::size_t{7} : std::size_t{1} << 18U;
    const auto text = text_of(bytes.subspan(1).first(std::min(bytes.size() - 1, longest)));
    static const auto judge = redact::judge_without_policy();

    const auto run = [&](const std::string& from, std::size_t block) {
        return test::run_json(rules, from, kind, block, 1, judge.get());
    };
    const auto once = outcome([&] { return run(text, block_size).output; });
    if (once == refusal) return;
    check_json(once, kind);
    // A name that was replaced is another field; where none is cut, nothing may change.
    const auto again = run(once, std::size_t{1} << 18U);
    if (again.cuts.empty() && again.output != once)
        throw std::logic_error("a second run of redact changes JSON");
}

void redact_misp(ByteView bytes)
{
    constexpr std::size_t longest = 16384;
    static const test::JsonRules strict("[target]\ntlp = 'AMBER'\n" + field_rules + name_rules);
    static const test::JsonRules open(
        "[target]\nunmarked = 'keep'\nmisp = { distribution = 'organisation' }\n" + recogniser_rules());
    if (bytes.empty()) return;
    const auto choice = std::to_integer<unsigned>(bytes[0]);
    const auto& rules = (choice & 1U) != 0 ? strict : open;
    const auto block_size = (choice & 2U) != 0 ? std::size_t{7} : std::size_t{1} << 18U;
    const auto text = text_of(bytes.subspan(1).first(std::min(bytes.size() - 1, longest)));

    const auto run = [&](const std::string& from, std::size_t block) {
        return test::run_json(rules, from, redact::FormatKind::misp, block);
    };
    test::JsonRun first;
    const auto once = outcome([&] {
        first = run(text, block_size);
        return first.output;
    });
    if (once == refusal || first.is_all_withheld) return;
    check_json(once, redact::FormatKind::json);
    // What a rule replaced may be what a judgement or another rule goes by.
    if (first.removals.empty() &&
        std::none_of(first.cuts.begin(), first.cuts.end(),
                     [](const redact::FieldCut& cut) { return cut.reason == redact::CutReason::rule; })) {
        const auto again = run(once, std::size_t{1} << 18U);
        if (!again.cuts.empty() || again.output != once)
            throw std::logic_error("a second run of redact changes events of MISP");
    }
}

void redact_stix(ByteView bytes)
{
    constexpr std::size_t longest = 16384;
    static const test::JsonRules strict("[target]\ntlp = 'AMBER'\n" + field_rules + name_rules);
    static const test::JsonRules open("[target]\nunmarked = 'keep'\n" + recogniser_rules());
    static const test::JsonRules released(
        "[target]\nname = 'KOR'\ntlp = 'AMBER'\nunmarked = 'keep'\n[target.stix]\nids = 'new'\ncolour = "
        "'tlp-2'\nexternal_refs = 'drop'\n"
        "identity = { id = 'identity--00000000-0000-4000-8000-000000000070', name = 'D', created = "
        "'2026-01-01T00:00:00Z' }\n"
        "statement = { id = 'marking-definition--00000000-0000-4000-8000-000000000070', text = 'S', created "
        "= "
        "'2026-01-01T00:00:00Z' }\n"
        "[[target.stix.placeholder]]\ntype = 'malware'\nproperty = 'name'\nvalue = 'W'\n" +
        field_rules);
    static const auto key = test::stix::key_of(std::byte{1});
    if (bytes.empty()) return;
    const auto choice = std::to_integer<unsigned>(bytes[0]);
    const auto& rules = (choice & 4U) != 0 ? released : (choice & 1U) != 0 ? strict : open;
    const auto text = text_of(bytes.subspan(1).first(std::min(bytes.size() - 1, longest)));

    const auto run = [&](const std::string& from, std::size_t block) {
        return test::run_json(rules, from, redact::FormatKind::stix, block, 1, nullptr, &key);
    };
    test::JsonRun first;
    const auto once = outcome([&] {
        first = run(text, (choice & 2U) != 0 ? std::size_t{7} : std::size_t{1} << 18U);
        return first.output;
    });
    if (once == refusal || first.is_all_withheld) return;
    check_json(once, redact::FormatKind::json);
    // What a rule replaced may be what a judgement or another rule goes by.
    if (first.removals.empty() &&
        std::none_of(first.cuts.begin(), first.cuts.end(),
                     [](const redact::FieldCut& cut) { return cut.reason == redact::CutReason::rule; })) {
        const auto again = run(once, std::size_t{1} << 18U);
        if (!again.cuts.empty() || again.output != once)
            throw std::logic_error("a second run of redact changes a bundle of STIX");
    }
}

void stix_pattern(ByteView bytes)
{
    const auto text = std::string(as_text(bytes));
    if (!redact::stix::is_pattern(text)) return;
    if (!redact::stix::is_pattern(" " + text + " OR " + text))
        throw std::logic_error("a pattern is none as a part of another");
}

void redact_xml(ByteView bytes)
{
    constexpr std::size_t longest = 16384;
    static const test::JsonRules dropping(xml_rules + recogniser_rules() + name_rules);
    static const test::JsonRules keeping("[target]\nxml = { comments = 'keep' }\n" + xml_rules + name_rules);
    static const auto judge = redact::judge_without_policy();
    if (bytes.empty()) return;
    const auto choice = std::to_integer<unsigned>(bytes[0]);
    const auto& rules = (choice & 1U) != 0 ? keeping : dropping;
    const auto block_size = (choice & 2U) != 0 ? std::size_t{7} : std::size_t{1} << 18U;
    const auto text = text_of(bytes.subspan(1).first(std::min(bytes.size() - 1, longest)));

    const auto run = [&](const std::string& from, std::size_t block) {
        return test::run_json(rules, from, redact::FormatKind::xml, block, 1, judge.get());
    };
    const auto once = outcome([&] { return run(text, block_size).output; });
    if (once == refusal) return;
    pugi::xml_document document;
    if (!document.load_buffer(once.data(), once.size(), pugi::parse_full))
        throw std::logic_error("the output of redact is no XML");
    // A value that was replaced may no longer be what a condition asks for, but nothing more may go.
    const auto again = run(once, std::size_t{1} << 18U);
    if (!again.cuts.empty() || again.output != once)
        throw std::logic_error("a second run of redact changes XML");
}

void redact_csv(ByteView bytes)
{
    constexpr std::size_t longest = 16384;
    if (bytes.empty()) return;
    const auto choice = std::to_integer<unsigned>(bytes[0]);
    const auto rules_with = [](const std::string& delimiter) {
        return test::JsonRules("[target]\nname = 't'\ncsv = { delimiter = \"" + delimiter + "\" }\n" +
                               "[[rule]]\nid = 'column'\nscope = ['csv']\nfield = 'a'\n" +
                               recogniser_rules() + name_rules);
    };
    static const test::JsonRules commas = rules_with(",");
    static const test::JsonRules tabs = rules_with("\\t");
    const auto& rules = (choice & 2U) != 0 ? tabs : commas;
    const auto text = text_of(bytes.subspan(1).first(std::min(bytes.size() - 1, longest)));
    static const auto judge = redact::judge_without_policy();

    const auto run = [&](const std::string& from, std::size_t block) {
        return test::run_json(rules, from, redact::FormatKind::csv, block, 1, judge.get());
    };
    const auto whole = outcome([&] { return run(text, std::size_t{1} << 18U).output; });
    if (whole == refusal) return;
    if ((choice & 1U) != 0 && outcome([&] { return run(text, 7).output; }) != whole)
        throw std::logic_error("the size of blocks changes CSV");
    // The checker has read what left; a second run reads it again, or throws.
    const auto again = run(whole, std::size_t{1} << 18U);
    if (again.cuts.empty() && again.output != whole)
        throw std::logic_error("a second run of redact changes CSV");
}

void redact_zip(ByteView bytes)
{
    constexpr std::uint64_t limit = 1U << 24U;
    std::vector<std::pair<std::string, std::string>> parts;
    for (const auto& entry : format::read_zip(bytes, limit))
        parts.emplace_back(entry.name, as_text(format::expand(entry)));
    const auto written = test::zip_of_parts(parts);
    const auto again = format::read_zip(written, limit);
    if (again.size() != parts.size()) throw std::logic_error("an entry is lost");
    for (std::size_t i = 0; i < again.size(); ++i) {
        if (again[i].name != parts[i].first || as_text(format::expand(again[i])) != parts[i].second)
            throw std::logic_error("an entry is written in another way than it was read");
    }
}

void redact_docx(ByteView bytes)
{
    constexpr std::size_t longest = 16384;
    static const auto rules = test::rules_of(recogniser_rules() + name_rules);
    static const redact::Scanner scanner(rules.rules);
    static const auto judge = redact::judge_without_policy();
    if (bytes.empty()) return;
    const bool is_archive = as_text(bytes).starts_with("PK");
    const auto archive =
        is_archive ? Bytes(bytes.begin(), bytes.end())
                   : test::docx_of(text_of(bytes.subspan(1).first(std::min(bytes.size() - 1, longest))));
    const bool has_marks = !is_archive && (std::to_integer<unsigned>(bytes[0]) & 1U) != 0;
    try {
        const auto once = test::run_docx(scanner, rules.target, archive, has_marks ? judge.get() : nullptr);
        const auto again =
            test::run_docx(scanner, rules.target, once.output, has_marks ? judge.get() : nullptr);
        if (once.output != again.output) throw std::logic_error("a second run of redact changes a document");
    } catch (const Error& error) {
        // What is replaced may leave a mark behind; nothing else may make another document of it.
        if (error.reason() == "redact.invalid-output" && !has_marks)
            throw std::logic_error("redact makes a document that it would change again");
        throw;
    }
}

} // namespace pouch::fuzz
