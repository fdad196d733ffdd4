#pragma once
#include "pouch/crypto/aead.hpp"
#include "pouch/redact/finding.hpp"
#include "pouch/redact/member_spool.hpp"

#include <optional>
#include <span>
#include <vector>

/// Findings that wait until their member has ended, in order, however many: blocks of them are sealed under a key that
/// only this process has, and spooled.
namespace pouch::redact {

class FindingQueue {
  public:
    static constexpr std::size_t block_count = 1024; ///< Findings in a block.

    /// `directory`: where the spool may lie.
    explicit FindingQueue(std::string directory);

    void push(const Finding& finding);
    /// Forgets all.
    void clear();

    /// Reads the queue from its front; nothing may be pushed meanwhile.
    class Cursor {
      public:
        explicit Cursor(FindingQueue& queue) : queue_(queue) { read_block(); }
        /// The present finding; null behind the last one.
        [[nodiscard]] const Finding* get() const { return at_ < block_.size() ? &block_[at_] : nullptr; }
        void next()
        {
            if (++at_ == block_.size()) read_block();
        }

      private:
        void read_block();

        FindingQueue& queue_;
        std::uint64_t blocks_read_ = 0;
        std::vector<Finding> block_;
        std::size_t at_ = 0;
    };

  private:
    crypto::Aead aead_;
    MemberSpool spool_;
    std::vector<Finding> last_;      ///< The block that is not full yet.
    std::uint64_t sealed_count_ = 0; ///< Blocks in the spool.
    std::uint64_t first_nonce_ = 0;  ///< Of these blocks; none serves twice.
};

} // namespace pouch::redact
