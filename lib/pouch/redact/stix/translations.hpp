#pragma once
#include "pouch/redact/stix/remains.hpp"

/// Translations of objects (`language-content`, STIX 2.1, section 7.1): they say in another language what the object says.
namespace pouch::redact::stix {

class Translations {
  public:
    /// Those in `bundle`; all are kept by reference.
    Translations(const json::Tree& tree, const Bundle& bundle, Remains& remains);

    /// Takes out those of objects that are changed, or of which a version is gone.
    void drop_of_changed();

    /// Takes out those of objects of which a version is gone, whichever they translate; false if there are none.
    [[nodiscard]] bool drop_of_lost_versions();

  private:
    struct Translation {
        std::uint32_t object;
        std::uint32_t of; ///< An id of the bundle.
    };

    const Bundle& bundle_;
    Remains& remains_;
    std::vector<Translation> all_;
};

} // namespace pouch::redact::stix
