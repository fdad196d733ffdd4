#include "pouch/redact/ooxml/document.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/zip_writer.hpp"
#include "pouch/io/memory.hpp"
#include "pouch/redact/image.hpp"
#include "pouch/redact/ooxml/cleaner.hpp"
#include "pouch/redact/ooxml/part_tree.hpp"
#include "pouch/redact/ooxml/portions.hpp"
#include "pouch/redact/ooxml/references.hpp"
#include "pouch/redact/ooxml/text_search.hpp"
#include "pouch/redact/small_search.hpp"
#include "pouch/redact/xml/checker.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

namespace pouch::redact::ooxml {

namespace {

/// What is searched one by one: names and values, of which most are the same.
class ValueCheck {
  public:
    explicit ValueCheck(const Scanner& scanner) : search_(scanner) {}

    const Rule* first_match(std::string_view value)
    {
        if (clean_.find(std::string(value)) != clean_.end()) return nullptr;
        const auto* rule = search_.first_match(value, {FormatKind::docx});
        if (rule == nullptr) clean_.emplace(value);
        return rule;
    }

  private:
    SmallSearch search_;
    std::unordered_set<std::string> clean_;
};

Vocabulary vocabulary_of(PartKind kind)
{
    if (kind == PartKind::settings) return Vocabulary::settings;
    return kind == PartKind::theme ? Vocabulary::theme : Vocabulary::text;
}

/// The element that a part of that kind is, with what is in it.
std::string_view root_of(PartKind kind)
{
    constexpr std::array<std::string_view, 10> roots{"w:document", "w:hdr",    "w:ftr",       "w:footnotes",
                                                     "w:endnotes", "w:styles", "w:numbering", "w:settings",
                                                     "w:fonts",    "a:theme"};
    return roots.at(static_cast<std::size_t>(kind));
}

/// Redacts one document that is held.
class Redaction {
  public:
    explicit Redaction(const DocumentOptions& options)
        : options_(options), operators_(options.scanner.rules(), options.key),
          workspace_(options.scanner.workspace()), values_(options.scanner)
    {
    }

    Bytes run(ByteView archive)
    {
        const Package package(archive, options_.max_size);
        auto tree = tree_of(package, options_.target.images);
        for (std::size_t i = 0; i < tree.removed; ++i) report_metadata("the document");
        contents_.assign(tree.parts.size(), {});
        needed_.assign(tree.parts.size(), false);
        // The document first, images last: what is needed, the parts before say.
        needed_.front() = true;
        for (const bool takes_images : {false, true}) {
            for (std::size_t i = 0; i < tree.parts.size(); ++i) {
                if (is_image(tree.parts[i].kind) != takes_images) continue;
                if (needed_[i]) {
                    redact(package, tree, i);
                } else {
                    report_metadata("a part that nothing refers to");
                }
            }
        }
        return written(std::move(tree));
    }

    [[nodiscard]] bool is_all_withheld() const { return is_all_withheld_; }

  private:
    void redact(const Package& package, PartTree& tree, std::size_t index)
    {
        auto& part = tree.parts[index];
        try {
            if (is_image(part.kind)) {
                contents_[index] = image(part);
                return;
            }
            const auto original = package.text_of_entry(*part.entry);
            judge_links(tree, part);
            const auto how = cleaner_options(part.kind);
            auto text = Cleaner(original, how).clean();
            if (part.kind == PartKind::footnotes) text = with_notes(text, references_.footnotes);
            if (part.kind == PartKind::endnotes) text = with_notes(text, references_.endnotes);
            if (text != original) report_metadata(part.name);
            if (has_text(part.kind)) {
                text = text_redacted(part, std::move(text));
                text = Cleaner(text, how).clean(); // refuses a field of which one end is withheld
            }
            if (part.kind == PartKind::numbering && options_.judge != nullptr)
                check_numbering(text, *options_.judge);
            keep_references(tree, part, text);
            require_xml(text);
            contents_[index] = to_bytes(text);
        } catch (const Error& error) {
            const bool is_of_document = error.fault() == Fault::refused || error.fault() == Fault::policy;
            throw is_of_document ? error.in(part.name) : error;
        }
    }

    CleanerOptions cleaner_options(PartKind kind)
    {
        const auto link = [this](std::string_view id) {
            const auto use = uses_.find(std::string(id));
            return use == uses_.end() ? LinkUse::none : use->second;
        };
        return {vocabulary_of(kind), root_of(kind), link, [this](std::string_view value) { check(value); }};
    }

    std::string text_redacted(const Part& part, std::string text)
    {
        if (options_.judge != nullptr) {
            const auto on_portion = [&](std::size_t paragraph) {
                options_.report({DocumentRemoval::Kind::portion, 0, place_of(part, paragraph)});
            };
            auto result = withhold_portions(text, {*options_.judge, options_.target.unmarked, on_portion});
            if (part.kind == PartKind::document) is_all_withheld_ = result.is_all_withheld;
            text = std::move(result.part);
        }
        const auto on_removal = [&](const TextRemoval& removal) {
            options_.report({DocumentRemoval::Kind::rule, removal.rule, place_of(part, removal.paragraph)});
        };
        text = search_part(std::move(text), options_.scanner, operators_, workspace_, on_removal);
        return with_paired_bookmarks(text);
    }

    /// Finds out what each link of a part is good for, and which of them nobody may follow.
    void judge_links(const PartTree& tree, const Part& part)
    {
        uses_.clear();
        for (const auto& link : part.links) {
            check(link.relationship.id);
            uses_.emplace(link.relationship.id, link.part == no_part ? use_of_hyperlink(part, link)
                                                                     : use_of(tree.parts[link.part].kind));
        }
    }

    static LinkUse use_of(PartKind kind)
    {
        if (kind == PartKind::header) return LinkUse::header;
        if (kind == PartKind::footer) return LinkUse::footer;
        return is_image(kind) ? LinkUse::image : LinkUse::none;
    }

    LinkUse use_of_hyperlink(const Part& part, const Link& link)
    {
        const auto& target = link.relationship.target;
        if (const auto* rule = values_.first_match(target)) {
            const auto index = static_cast<std::uint32_t>(rule - options_.scanner.rules().data());
            options_.report({DocumentRemoval::Kind::rule, index, part.name + ", a link"});
            return LinkUse::dead_hyperlink;
        }
        if (is_followed(target)) return LinkUse::hyperlink;
        report_metadata(part.name + ", a link to a file");
        return LinkUse::dead_hyperlink;
    }

    /// Drops the links that `text` does not use, and takes note of the parts that it needs.
    void keep_references(const PartTree& tree, Part& part, std::string_view text)
    {
        auto references = references_of(text);
        const auto is_unused = [&](const Link& link) {
            const bool is_implied = link.part != no_part && is_single(tree.parts[link.part].kind);
            return !is_implied &&
                   references.relationships.find(link.relationship.id) == references.relationships.end();
        };
        part.links.erase(std::remove_if(part.links.begin(), part.links.end(), is_unused), part.links.end());
        for (const auto& link : part.links) {
            if (link.part != no_part) needed_[link.part] = true;
        }
        if (part.kind == PartKind::document) references_ = std::move(references);
    }

    Bytes image(const Part& part)
    {
        const auto content = format::expand(*part.entry);
        const auto kind = part.kind == PartKind::png ? ImageKind::png : ImageKind::jpeg;
        if (image_of(content) != kind) throw refused("ooxml.part", "not a picture of the type that is said");
        if (options_.judge_picture) options_.judge_picture(content, part.name);
        io::MemorySource in(content);
        io::MemorySink out;
        if (strip_image(kind, in, out)) options_.report({DocumentRemoval::Kind::image, 0, part.name});
        return std::move(out.bytes);
    }

    Bytes written(PartTree tree)
    {
        const auto order = ordered(tree);
        ContentTypes types;
        types.by_extension = {{"rels", "application/vnd.openxmlformats-package.relationships+xml"},
                              {"xml", "application/xml"}};
        for (const auto i : order) {
            const auto& part = tree.parts[i];
            const auto& form = form_of(part.kind);
            auto& list = is_image(part.kind) ? types.by_extension : types.by_part;
            list.emplace(is_image(part.kind) ? std::string(form.extension) : part.name, form.content_type);
        }
        io::MemorySink out;
        format::ZipWriter writer(out);
        writer.add(content_types_name, as_bytes(text_of(types)));
        const auto& document = tree.parts.front();
        const Relationship first{"rId1", std::string(form_of(document.kind).relationship), document.name,
                                 false};
        writer.add(relationships_name({}), as_bytes(text_of({first})));
        for (const auto i : order) {
            const auto& part = tree.parts[i];
            writer.add(part.name, contents_[i]);
            if (part.links.empty()) continue;
            std::vector<Relationship> links;
            for (const auto& link : part.links) {
                links.push_back(link.relationship);
                if (link.part != no_part) links.back().target = relative(tree.parts[link.part].name);
            }
            writer.add(relationships_name(part.name), as_bytes(text_of(links)));
        }
        writer.finish();
        return std::move(out.bytes);
    }

    /// The parts that links still lead to, in the order in which they do, and named so.
    static std::vector<std::size_t> ordered(PartTree& tree)
    {
        std::vector<std::size_t> order{0};
        std::vector<bool> is_known(tree.parts.size(), false);
        is_known.front() = true;
        PartNames names;
        for (std::size_t i = 0; i < order.size(); ++i) {
            auto& part = tree.parts[order[i]];
            part.name = names.next(part.kind);
            for (const auto& link : part.links) {
                if (link.part == no_part || is_known[link.part]) continue;
                is_known[link.part] = true;
                order.push_back(link.part);
            }
        }
        return order;
    }

    /// The name of a part as the others, which stand in word/, say it.
    static std::string relative(const std::string& name) { return name.substr(name.find('/') + 1); }

    /// A second opinion: the strict reader alone has seen it so far.
    static void require_xml(std::string_view text)
    {
        io::MemorySink sink;
        xml::DocumentChecker checker(sink);
        checker.write(as_bytes(text));
        checker.finish();
    }

    /// Names and values stay as they are, or nothing leaves.
    void check(std::string_view value)
    {
        if (const auto* rule = values_.first_match(value))
            throw not_allowed("redact.name", "rule {} matches in a name or a value, which cannot be replaced",
                              rule->id);
    }

    void report_metadata(std::string place)
    {
        options_.report({DocumentRemoval::Kind::metadata, 0, std::move(place)});
    }

    static std::string place_of(const Part& part, std::size_t paragraph)
    {
        return fmt::format("{}, paragraph {}", part.name, paragraph);
    }

    const DocumentOptions& options_;
    Operators operators_;
    Scanner::Workspace workspace_;
    ValueCheck values_;
    std::unordered_map<std::string, LinkUse> uses_; ///< Links of the present part, by id.
    References references_;                         ///< Of the document.
    std::vector<Bytes> contents_;                   ///< By part.
    std::vector<bool> needed_;
    bool is_all_withheld_ = false;
};

/// Throws unless redacting what leaves gives the very same.
void check_output(ByteView output, const DocumentOptions& options)
{
    std::size_t removals = 0;
    const DocumentOptions again{options.scanner,
                                options.target,
                                options.judge,
                                options.max_size,
                                [&](const DocumentRemoval& removal) {
                                    const auto& rules = options.scanner.rules();
                                    const bool is_kept = removal.kind == DocumentRemoval::Kind::rule &&
                                                         rules[removal.rule].action == Action::keep;
                                    if (!is_kept) ++removals;
                                },
                                options.key};
    const auto fail = [](std::string_view why) {
        return not_allowed("redact.invalid-output", "what is left cannot be read as it must be: {}", why);
    };
    try {
        if (as_text(Redaction(again).run(output)) != as_text(output) || removals > 0)
            throw fail("another run changes it");
    } catch (const Error& error) {
        if (error.fault() != Fault::refused) throw;
        throw fail(error.message());
    }
}

} // namespace

bool redact_document(io::Source& in, io::Sink& out, const DocumentOptions& options)
{
    const auto archive = io::read_all(in, options.max_size);
    Redaction redaction(options);
    const auto output = redaction.run(archive);
    check_output(output, options);
    out.write(output);
    return !redaction.is_all_withheld();
}

} // namespace pouch::redact::ooxml
