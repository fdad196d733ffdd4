#include "pouch/format/confidentiality_label.hpp"

#include "pouch/crypto/digest.hpp"
#include "pouch/format/xml_reader.hpp"

#include <array>

namespace pouch::format {

namespace {

constexpr std::size_t category_limit = 256;
constexpr std::size_t value_limit = 4096;
constexpr std::size_t succession_limit = 4;

std::string oid_of(const XmlElement& element)
{
    const auto* uri = element.attribute("URI");
    if (uri == nullptr) return {};
    constexpr std::string_view scheme = "urn:oid:";
    const auto token = xml_token(*uri);
    if (!token.starts_with(scheme) || !is_oid(std::string_view(token).substr(scheme.size()))) {
        throw refused("xml.malformed", "{}: URI is not urn:oid: and an object identifier", element.name);
    }
    return token.substr(scheme.size());
}

/// The attributes of our own namespace are a closed list of one.
std::string edition_of(const XmlElement& element)
{
    for (const auto& attribute : element.attributes) {
        if (attribute.ns != edition_ns) continue;
        if (attribute.name != "sha256" ||
            !crypto::digest_from_hex(crypto::Algorithm::sha256, attribute.value)) {
            throw refused("xml.malformed",
                          "{}: {} is not the SHA-256 of a policy, in 64 lower-case hex digits", element.name,
                          attribute.name);
        }
        return attribute.value;
    }
    return {};
}

Instant time_of(const XmlElement& element, std::string_view text)
{
    const auto when = parse_xml_datetime(xml_token(text));
    if (!when) throw refused("xml.malformed", "{}: not a date and time with a zone", element.name);
    return *when;
}

label::TagKind kind_of(const XmlElement& element)
{
    const auto& type = required_attribute(element, "Type");
    if (type == "RESTRICTIVE") return label::TagKind::restrictive;
    if (type == "PERMISSIVE") return label::TagKind::permissive;
    if (type == "INFORMATIVE") return label::TagKind::informative;
    throw refused("xml.malformed", "{}: Type is not RESTRICTIVE, PERMISSIVE or INFORMATIVE", element.name);
}

void read_information(const XmlElement& element, label::Label& into)
{
    check_attributes(element, {});
    XmlReader reader(element);
    auto policy = policy_name_of(reader.required(label_ns, "PolicyIdentifier"));
    into.policy_id = std::move(policy.id);
    into.policy_name = std::move(policy.name);
    into.edition = std::move(policy.edition);
    into.classification = classification_of(reader.required(label_ns, "Classification"));
    if (const auto* mark = reader.optional(label_ns, "PrivacyMark")) {
        check_attributes(*mark, {});
        into.privacy_mark = token_of(*mark);
    }
    std::size_t value_count = 0;
    while (const auto* category = reader.optional(label_ns, "Category")) {
        into.categories.push_back(category_of(*category));
        value_count += into.categories.back().values.size();
        if (into.categories.size() > category_limit || value_count > value_limit) {
            throw refused("xml.malformed", "{}: more than {} categories or {} values", element.name,
                          category_limit, value_limit);
        }
    }
    reader.skip_other(label_ns, label_namespaces);
    reader.finish();
}

label::OriginatorId originator_of(const XmlElement& element)
{
    check_attributes(element, {"IDType"});
    label::OriginatorId id{required_attribute(element, "IDType"), token_of(element)};
    if (!label::is_originator_type(id.type)) {
        throw refused("xml.malformed", "{}: IDType is not of the standard's list", element.name);
    }
    return id;
}

/// What stands inside a root or a successor.
label::Label content_of(const XmlElement& element, std::size_t successions)
{
    if (successions > succession_limit) {
        throw refused("xml.malformed", "more than {} successor labels", succession_limit);
    }
    label::Label label;
    XmlReader reader(element);
    read_information(reader.required(label_ns, "ConfidentialityInformation"), label);
    if (const auto* originator = reader.optional(label_ns, "OriginatorID")) {
        label.originator = originator_of(*originator);
    }
    const auto& created = reader.required(label_ns, "CreationDateTime");
    check_attributes(created, {});
    label.created = time_of(created, token_of(created));
    if (const auto* succession = reader.optional(label_ns, "SuccessionHandling")) {
        check_attributes(*succession, {});
        XmlReader inside(*succession);
        const auto& when = inside.required(label_ns, "SuccessionDateTime");
        check_attributes(when, {});
        label.succession = time_of(when, token_of(when));
        const auto& successor = inside.required(label_ns, "SuccessorConfidentialityLabel");
        check_attributes(successor, {});
        label.successor.push_back(content_of(successor, successions + 1));
        const auto& next = label.successor.front();
        if (next.policy_id != label.policy_id || !label::same_name(next.policy_name, label.policy_name)) {
            throw refused("xml.malformed", "{}: names another policy than the label it is to succeed",
                          successor.name);
        }
        inside.skip_other(label_ns, label_namespaces);
        inside.finish();
    }
    reader.skip_other(label_ns, label_namespaces);
    reader.finish();
    return label;
}

} // namespace

bool is_oid(std::string_view text)
{
    std::size_t arcs = 0;
    for (;;) {
        const auto dot = text.find('.');
        const auto arc = text.substr(0, dot);
        if (arc.empty() || arc.size() > 39 || (arc.size() > 1 && arc.front() == '0')) return false;
        if (arc.find_first_not_of("0123456789") != std::string_view::npos) return false;
        if (arcs == 0 && (arc.size() != 1 || arc.front() > '2')) return false;
        ++arcs;
        if (dot == std::string_view::npos) return arcs >= 2 && arcs <= 128;
        text.remove_prefix(dot + 1);
    }
}

PolicyName policy_name_of(const XmlElement& element)
{
    check_attributes(element, {"URI"});
    return {oid_of(element), token_of(element), edition_of(element)};
}

std::string classification_of(const XmlElement& element)
{
    check_attributes(element, {});
    return token_of(element);
}

label::Category category_of(const XmlElement& element)
{
    check_attributes(element, {"Type", "TagName", "URI"});
    label::Category category;
    category.kind = kind_of(element);
    category.tag_name = xml_token(required_attribute(element, "TagName"));
    if (category.tag_name.empty()) throw refused("xml.malformed", "{}: TagName is empty", element.name);
    category.tag_set_id = oid_of(element);
    XmlReader reader(element);
    while (const auto* value = reader.optional(label_ns, "GenericValue")) {
        check_attributes(*value, {});
        category.values.push_back(token_of(*value));
    }
    reader.finish();
    return category;
}

label::Label label_of(const XmlElement& element)
{
    constexpr std::array<std::string_view, 4> roots = {
        "originatorConfidentialityLabel", "alternativeConfidentialityLabel", "metadataConfidentialityLabel",
        "ConfidentialityLabel"};
    return rethrow_as(Fault::refused, "label.malformed", [&] {
        if (element.ns != label_ns || std::find(roots.begin(), roots.end(), element.name) == roots.end()) {
            throw refused("xml.malformed", "{} is not a confidentiality label of STANAG 4774", element.name);
        }
        check_attributes(element, {"Id", "ReviewDateTime"});
        auto label = content_of(element, 0);
        if (const auto* review = element.attribute("ReviewDateTime"))
            label.review = time_of(element, *review);
        if (!label.review && !label.succession) {
            throw refused("xml.malformed", "{}: has neither a review date nor a successor", element.name);
        }
        return label;
    });
}

label::Label read_label(ByteView document)
{
    return rethrow_as(Fault::refused, "label.malformed", [&] { return label_of(read_xml(document)); });
}

} // namespace pouch::format
