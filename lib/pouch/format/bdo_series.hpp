#pragma once
#include "pouch/format/bdo.hpp"

#include <memory>
#include <unordered_map>

/// Many BDOs, most of which say the same of different files: each text is parsed once.
///
/// Of a document that was parsed, the place of its reference is kept: where two other references, put in there, read as
/// themselves and change nothing else, that place is the value of DataReference/@URI and no markup. A later document with
/// the same bytes before and after, and between them only characters that mean nothing to XML, is the same but for its
/// reference.
namespace pouch::format {

class BdoSeries {
  public:
    /// One document read. Views live until the next read().
    struct Item {
        /// Equal for documents that differ in their reference only, and small; nothing for one that was not kept.
        std::optional<std::size_t> form;
        const Bdo* bdo = nullptr; ///< Its labels; the reference is that of the first of its form.
        std::string_view data_uri;
    };

    /// As read_bdo.
    [[nodiscard]] Item read(ByteView document);

    /// The most forms that are kept.
    static constexpr std::size_t form_limit = 64;

  private:
    struct Form {
        std::string before;
        std::string after;
        Bdo bdo;
    };
    /// Forms with as many bytes before and after their reference, by a digest of these.
    struct Shape {
        std::size_t before;
        std::size_t after;
        std::unordered_map<std::size_t, std::size_t> forms;
    };
    [[nodiscard]] static std::size_t digest_of(std::string_view before, std::string_view after);
    void keep(Form form);
    [[nodiscard]] std::optional<std::string_view> reference_in(const Form& form, std::string_view text) const;
    [[nodiscard]] static std::optional<Form> form_of(std::string_view text, const Bdo& bdo);

    std::vector<std::unique_ptr<const Form>> forms_; ///< Bdos stay where they are.
    std::vector<Shape> shapes_;
    Bdo other_; ///< What was read last and not kept.
};

} // namespace pouch::format
