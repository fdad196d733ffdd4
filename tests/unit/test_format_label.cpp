#include "label_samples.hpp"
#include "pouch/base/error.hpp"
#include "pouch/format/confidentiality_label.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>

using namespace pouch;
using test::with;

namespace {

std::string refusal(const std::string& document)
{
    return test::failure([&] { static_cast<void>(format::read_label(as_bytes(document))); });
}

std::string unfit(const label::Label& label)
{
    return test::failure([&] { static_cast<void>(format::write_label(label)); });
}

/// A rule of the schema for one element: its children in order with their cardinality, its unqualified
/// attributes
/// (`!` after the name: required) and whether it holds text.
struct Rule {
    struct Child {
        std::string name;
        std::size_t least;
        std::size_t most;
    };
    std::vector<Child> children;
    std::set<std::string> attributes;
    bool text = false;
};

constexpr std::size_t many = 1000;

/// Both schemas, as far as this project writes them (XSD 1.3 of 4774 and 1.4 of 4778). Namespaces: `4774:`,
/// `4778:`.
const std::map<std::string, Rule>& schema()
{
    static const Rule root = {{{"4774:ConfidentialityInformation", 1, 1},
                               {"4774:OriginatorID", 0, 1},
                               {"4774:CreationDateTime", 1, 1},
                               {"4774:SuccessionHandling", 0, 1}},
                              {"Id", "ReviewDateTime"}};
    static const std::map<std::string, Rule> rules = {
        {"4778:BindingInformation", {{{"4778:MetadataBindingContainer", 1, many}}, {}}},
        {"4778:MetadataBindingContainer", {{{"4778:MetadataBinding", 1, many}}, {"Id"}}},
        {"4778:MetadataBinding", {{{"4778:Metadata", 1, many}, {"4778:DataReference", 1, many}}, {"Id"}}},
        {"4778:Metadata",
         {{{"4774:originatorConfidentialityLabel", 0, 1}, {"4774:alternativeConfidentialityLabel", 0, 1}},
          {"encoding"}}},
        {"4778:DataReference", {{}, {"URI!", "encoding"}}},
        {"4774:originatorConfidentialityLabel", root},
        {"4774:alternativeConfidentialityLabel", root},
        {"4774:SuccessorConfidentialityLabel", {root.children, {}}},
        {"4774:ConfidentialityInformation",
         {{{"4774:PolicyIdentifier", 1, 1},
           {"4774:Classification", 1, 1},
           {"4774:PrivacyMark", 0, 1},
           {"4774:Category", 0, many}},
          {}}},
        {"4774:PolicyIdentifier", {{}, {"URI"}, true}},
        {"4774:Classification", {{}, {}, true}},
        {"4774:PrivacyMark", {{}, {}, true}},
        {"4774:Category", {{{"4774:GenericValue", 1, many}}, {"Type!", "TagName!", "URI"}}},
        {"4774:GenericValue", {{}, {}, true}},
        {"4774:OriginatorID", {{}, {"IDType!"}, true}},
        {"4774:CreationDateTime", {{}, {}, true}},
        {"4774:SuccessionHandling",
         {{{"4774:SuccessionDateTime", 1, 1}, {"4774:SuccessorConfidentialityLabel", 1, 1}}, {}}},
        {"4774:SuccessionDateTime", {{}, {}, true}},
    };
    return rules;
}

std::string qualified(const format::XmlElement& element)
{
    if (element.ns == format::label_ns) return "4774:" + element.name;
    if (element.ns == format::bdo_ns) return "4778:" + element.name;
    return "?:" + element.name;
}

/// What `element` has against the schema; empty if nothing.
std::string against_schema(const format::XmlElement& element)
{
    const auto name = qualified(element);
    const auto found = schema().find(name);
    if (found == schema().end()) return name + " is unknown";
    const auto& rule = found->second;
    for (const auto& attribute : element.attributes) {
        if (!attribute.ns.empty()) continue;
        if (!rule.attributes.contains(attribute.name) && !rule.attributes.contains(attribute.name + "!")) {
            return name + " has attribute " + attribute.name;
        }
    }
    for (const auto& attribute : rule.attributes) {
        if (attribute.back() == '!' &&
            element.attribute(attribute.substr(0, attribute.size() - 1)) == nullptr) {
            return name + " lacks attribute " + attribute;
        }
    }
    if (rule.text == format::xml_token(element.text).empty()) return name + " has or lacks text";
    std::size_t at = 0;
    for (const auto& child : rule.children) {
        std::size_t count = 0;
        for (; at < element.children.size() && qualified(element.children[at]) == child.name; ++at, ++count) {
            if (const auto fault = against_schema(element.children[at]); !fault.empty()) return fault;
        }
        if (count < child.least || count > child.most) return name + ": number of " + child.name;
    }
    if (at != element.children.size()) return name + ": " + qualified(element.children[at]) + " out of place";
    if (name == "4778:Metadata" && element.children.size() != 1) return "not one label in Metadata";
    return {};
}

/// A label with everything a label can have.
label::Label full_label()
{
    const auto policy = test::alfa();
    auto label = test::make_label(policy, "SECRET", {});
    label.categories = {
        {"1.3.6.1.4.1.32473.1.1", "Handling", label::TagKind::restrictive, {"HARBOUR"}},
        {"1.3.6.1.4.1.32473.1.2", "Releasable To", label::TagKind::permissive, {"ALFA", "KOR"}},
        {"", "Note", label::TagKind::informative, {"<&\"' 국>"}},
    };
    label.privacy_mark = "CLEAR";
    label.originator = {"rfc822Name", "desk@example.org"};
    label.succession = Instant{1900000000};
    label.successor.push_back(test::make_label(policy, "UNCLASSIFIED", {}));
    label.successor[0].review.reset(); // a successor has no attributes
    return label;
}

} // namespace

TEST_CASE("a label is read with everything in it")
{
    const auto label = format::read_label(as_bytes(test::alfa_label));
    CHECK(label.policy_id == "1.3.6.1.4.1.32473.1");
    CHECK(label.policy_name == "ALFA");
    CHECK(label.classification == "SECRET");
    REQUIRE(label.categories.size() == 2);
    CHECK(label.categories[0] ==
          label::Category{"1.3.6.1.4.1.32473.1.1", "Handling", label::TagKind::restrictive, {"HARBOUR"}});
    CHECK(label.categories[1].values == std::vector<std::string>{"ALFA", "KOR"});
    CHECK(label.originator == label::OriginatorId{"rfc822Name", "desk@example.org"});
    CHECK(format_rfc3339(label.created) == "2026-01-01T00:00:00Z");
    CHECK(format_rfc3339(*label.review) == "2036-01-01T00:00:00Z");
}

TEST_CASE("what is written is what the schema says, and reads back the same")
{
    const auto label = full_label();
    for (const auto role : {format::LabelRole::originator, format::LabelRole::alternative}) {
        const auto text = format::write_label(label, role);
        CHECK(against_schema(format::read_xml(as_bytes(text))).empty());
        CHECK(format::read_label(as_bytes(text)) == label);
        CHECK(text == format::write_label(label, role));
        CHECK(text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    }
    format::Bdo bdo;
    bdo.originator = label;
    bdo.alternatives = {label};
    bdo.alternatives[0].policy_id = "1.3.6.1.4.1.32473.2";
    bdo.data_uri = "./x";
    CHECK(against_schema(format::read_xml(format::write_bdo(bdo))).empty());
}

TEST_CASE("the check against the schema that these tests use finds faults")
{
    const auto fault = [](const std::string& text) {
        return against_schema(format::read_xml(as_bytes(text)));
    };
    CHECK(fault(test::alfa_bdo).empty());
    CHECK_FALSE(fault(with(test::alfa_label, "<s4774:Classification>SECRET</s4774:Classification>",
                           "<s4774:classification>SECRET</s4774:classification>"))
                    .empty());
    CHECK_FALSE(fault(with(test::alfa_label, " Type=", " type=")).empty());
    CHECK_FALSE(fault(with(test::alfa_label,
                           "<s4774:CreationDateTime>2026-01-01T00:00:00Z</s4774:CreationDateTime>", ""))
                    .empty());
    CHECK_FALSE(
        fault(with(test::alfa_label, "<s4774:GenericValue>HARBOUR</s4774:GenericValue>", "")).empty());
}

TEST_CASE("other roots of the standard are read bare")
{
    for (const std::string root :
         {"alternativeConfidentialityLabel", "metadataConfidentialityLabel", "ConfidentialityLabel"}) {
        const auto text =
            with(with(test::alfa_label, "<s4774:originatorConfidentialityLabel", "<s4774:" + root),
                 "</s4774:originatorConfidentialityLabel", "</s4774:" + root);
        CHECK(refusal(text).empty());
    }
    CHECK(refusal(with(with(test::alfa_label, "<s4774:originator", "<s4774:alternate"), "</s4774:originator",
                       "</s4774:alternate")) == "1:label.malformed");
    CHECK(refusal(test::alfa_bdo) == "1:label.malformed");
}

TEST_CASE("a label that breaks the schema or the prose of the standard is refused")
{
    const std::vector<std::pair<std::string, std::string>> changes = {
        {"ReviewDateTime=\"2036-01-01T00:00:00Z\"", ""}, // neither review nor succession
        {"2036-01-01T00:00:00Z", "2036-01-01"},
        {"2036-01-01T00:00:00Z", "2036-01-01T00:00:00"}, // no zone: whose time?
        {"2036-01-01T00:00:00Z", "2036-02-30T00:00:00Z"},
        {"ReviewDateTime", "reviewDateTime"},
        {"Id=\"label-1\"", "Id=\"label-1\" Note=\"x\""},
        {"urn:oid:1.3.6.1.4.1.32473.1\"", "1.3.6.1.4.1.32473.1\""},
        {"urn:oid:1.3.6.1.4.1.32473.1\"", "urn:oid:1.3.06\""},
        {"urn:oid:1.3.6.1.4.1.32473.1\"", "urn:oid:\""},
        {"URI=\"urn:oid:1.3.6.1.4.1.32473.1\"", "URL=\"urn:oid:1.3.6.1.4.1.32473.1\""},
        {">ALFA</s4774:PolicyIdentifier>", "> </s4774:PolicyIdentifier>"},
        {">ALFA</s4774:PolicyIdentifier>", "><b/>ALFA</s4774:PolicyIdentifier>"},
        {">SECRET<", "><"},
        {"<s4774:Classification>", "<s4774:Classification URI=\"urn:oid:1.2\">"},
        {"<s4774:Classification>SECRET</s4774:Classification>", ""},
        {"<s4774:Classification>SECRET</s4774:Classification>",
         "<s4774:Classification>SECRET</s4774:Classification><s4774:Classification>SECRET</"
         "s4774:Classification>"},
        {"Type=\"RESTRICTIVE\"", "Type=\"Restrictive\""},
        {"Type=\"RESTRICTIVE\"", ""},
        {"Type=\"RESTRICTIVE\"", "Type=\"ENUMERATED\""},
        {"TagName=\"Handling\"", "tagName=\"Handling\""},
        {"TagName=\"Handling\"", "TagName=\" \""},
        {"<s4774:GenericValue>HARBOUR</s4774:GenericValue>", "<s4774:IntegerValue>1</s4774:IntegerValue>"},
        {"<s4774:GenericValue>HARBOUR</s4774:GenericValue>",
         "<s4774:BitStringValue>1</s4774:BitStringValue>"},
        {"<s4774:GenericValue>HARBOUR</s4774:GenericValue>", "HARBOUR"},
        {">HARBOUR<", "><"},
        {"IDType=\"rfc822Name\"", "IDType=\"email\""},
        {"IDType=\"rfc822Name\"", ""},
        {">desk@example.org<", "><"},
        {"<s4774:CreationDateTime>2026-01-01T00:00:00Z</s4774:CreationDateTime>", ""},
        {"<s4774:CreationDateTime>2026-01-01T00:00:00Z</s4774:CreationDateTime>",
         "<s4774:CreationDataTime>2026-01-01T00:00:00Z</s4774:CreationDataTime>"},
        {"<s4774:CreationDateTime>", "<s4774:CreationDateTime x=''>"},
        {"<s4774:ConfidentialityInformation>", "<s4774:ConfidentialityInformation>loose text"},
        {"</s4774:ConfidentialityInformation>", "<local/></s4774:ConfidentialityInformation>"},
        {"</s4774:ConfidentialityInformation>", "<s4774:Extra/></s4774:ConfidentialityInformation>"},
    };
    for (const auto& [from, to] : changes) {
        CAPTURE(from, to);
        CHECK(refusal(with(test::alfa_label, from, to)) == "1:label.malformed");
    }
}

TEST_CASE("foreign elements and attributes are passed over where the schema allows them")
{
    auto text = with(test::alfa_label, "</s4774:ConfidentialityInformation>",
                     "<f:x xmlns:f='urn:f'/></s4774:ConfidentialityInformation>");
    text = with(text, "<s4774:Classification>", "<s4774:Classification f:y='1' xmlns:f='urn:f'>");
    CHECK(format::read_label(as_bytes(text)) == format::read_label(as_bytes(test::alfa_label)));
}

TEST_CASE("a label says under which edition of its policy it was given")
{
    const std::string digest(64, 'a');
    auto label = full_label();
    label.edition = digest;
    label.successor.front().edition = std::string(64, 'b');
    CHECK(format::read_label(as_bytes(format::write_label(label))) == label);
    label.edition.back() = 'g';
    CHECK(unfit(label) == "2:usage.label");

    const auto given = [](const std::string& attribute) {
        return with(test::alfa_label, "<s4774:PolicyIdentifier ",
                    "<s4774:PolicyIdentifier xmlns:e='" + std::string(format::edition_ns) + "' " + attribute +
                        " ");
    };
    CHECK(format::read_label(as_bytes(given("e:sha256='" + digest + "'"))).edition == digest);
    CHECK(format::read_label(as_bytes(test::alfa_label)).edition.empty());
    CHECK(refusal(given("e:sha256='" + std::string(64, 'A') + "'")) == "1:label.malformed");
    CHECK(refusal(given("e:sha256='" + digest + "0'")) == "1:label.malformed");
    CHECK(refusal(given("e:sha256=' " + digest + "'")) == "1:label.malformed");
    CHECK(refusal(given("e:sha256=''")) == "1:label.malformed");
    CHECK(refusal(given("e:sha512='" + digest + "'")) == "1:label.malformed");
    CHECK(refusal(given("sha256='" + digest + "'")) == "1:label.malformed");
}

TEST_CASE("blanks around values do not count, and times with an offset are understood")
{
    const auto text = with(with(test::alfa_label, ">SECRET<", ">\n  SECRET <"), ">2026-01-01T00:00:00Z<",
                           ">2026-01-01T09:00:00.5+09:00<");
    CHECK(format::read_label(as_bytes(text)) == format::read_label(as_bytes(test::alfa_label)));
}

TEST_CASE("too many categories, values or successors are refused")
{
    std::string categories;
    for (int i = 0; i < 300; ++i) categories += "<s4774:Category Type='INFORMATIVE' TagName='x'/>";
    CHECK(refusal(with(test::alfa_label, "</s4774:ConfidentialityInformation>",
                       categories + "</s4774:ConfidentialityInformation>")) == "1:label.malformed");
    std::string values;
    for (int i = 0; i < 5000; ++i) values += "<s4774:GenericValue>x</s4774:GenericValue>";
    CHECK(refusal(with(test::alfa_label, "<s4774:GenericValue>HARBOUR</s4774:GenericValue>", values)) ==
          "1:label.malformed");
    auto label = full_label();
    for (int i = 0; i < 3; ++i) {
        auto outer = label;
        outer.successor = {label};
        outer.successor[0].review.reset();
        label = outer;
    }
    CHECK(refusal(format::write_label(label)).empty());
    auto deeper = label;
    deeper.successor = {label};
    CHECK(refusal(format::write_label(deeper)) == "1:label.malformed");
}

TEST_CASE("a label that has no valid form is not written")
{
    const auto good = full_label();
    CHECK(unfit(good).empty());
    const auto changed = [&](auto change) {
        auto label = good;
        change(label);
        return unfit(label);
    };
    CHECK(changed([](auto& l) { l.policy_name = " "; }) == "2:usage.label");
    CHECK(changed([](auto& l) { l.classification = ""; }) == "2:usage.label");
    CHECK(changed([](auto& l) { l.policy_id = "1.x"; }) == "2:usage.label");
    CHECK(changed([](auto& l) { l.categories[0].values.clear(); }) == "2:usage.label");
    CHECK(changed([](auto& l) { l.categories[0].values[0] = ""; }) == "2:usage.label");
    CHECK(changed([](auto& l) { l.originator->type = "mail"; }) == "2:usage.label");
    CHECK(changed([](auto& l) { l.successor.clear(); }) == "2:usage.label");
    CHECK(changed([](auto& l) { l.succession.reset(); }) == "2:usage.label");
    CHECK(changed([](auto& l) { l.originator->value = "\x1b"; }) == "2:usage.characters");
    CHECK(changed([](auto& l) {
              l.review.reset();
              l.succession.reset();
              l.successor.clear();
          }) == "2:usage.label");
}

TEST_CASE("object identifiers are dotted numbers in canonical form")
{
    for (const auto* oid : {"1.3.26.1.3.1", "0.9", "2.999.1", "1.0"}) CHECK(format::is_oid(oid));
    for (const auto* oid : {"", "1", "1.", ".1", "3.1", "1..2", "1.02", "1.2a", "01.2", "10.2", "1.-2"}) {
        CAPTURE(oid);
        CHECK_FALSE(format::is_oid(oid));
    }
}
