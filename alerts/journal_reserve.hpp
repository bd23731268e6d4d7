#pragma once

#include <cstdint>
#include <filesystem>

namespace nightjar {

/// Room on the journal's disk that others cannot take: a file that is given up when the disk is full, so that
/// texts still find a place, and taken again when there is ample room. Whoever holds the folder has it.
class JournalReserve {
 public:
  static constexpr std::uint64_t kBytes = std::uint64_t{32} << 20U;  ///< some 6,000 events of 2 KiB

  explicit JournalReserve(const std::filesystem::path& folder);

  [[nodiscard]] bool held() const { return held_; }
  /// Whether it is held now. It takes none of the last room: twice as much must be free.
  bool take();
  /// Whether there was one to give up.
  bool give_up();

 private:
  std::filesystem::path file_;
  bool held_ = false;
};

}  // namespace nightjar
