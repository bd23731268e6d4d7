#pragma once

#include <cstdint>
#include <filesystem>

namespace nightjar {

/// How large a reserve is.
struct ReserveSize {
  std::uint64_t bytes = 0;
  std::uint64_t step = 0;  ///< where there is not room for all of it, it is smaller by this, again and again
  std::uint64_t free = 0;  ///< so much is left to others, or none of it is taken
};

/// Room on the journal's disk that others cannot take: a file that is given up when the disk is full, and
/// taken again when there is room. Whoever holds the folder has it.
class JournalReserve {
 public:
  /// For texts: some 6,000 events of 2 KiB. All or nothing, and none of the last room.
  static constexpr ReserveSize kTexts{std::uint64_t{32} << 20U, std::uint64_t{32} << 20U,
                                      std::uint64_t{32} << 20U};
  /// For opening the journal: SQLite's shared memory (32 KiB), and the first pages of its log, with the
  /// tables of a new file where the old one is set aside (some 130 KiB).
  static constexpr ReserveSize kStart{std::uint64_t{256} << 10U, std::uint64_t{16} << 10U, 0};

  JournalReserve(std::filesystem::path file, const ReserveSize& size);

  /// Whether there is any of it.
  [[nodiscard]] bool held() const { return held_ > 0; }
  /// Takes what is missing of it; whether any is held now.
  bool take();
  /// Whether there was one to give up.
  bool give_up();

 private:
  std::filesystem::path file_;
  ReserveSize size_;
  std::uint64_t held_ = 0;
};

}  // namespace nightjar
