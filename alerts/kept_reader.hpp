#pragma once

#include <filesystem>

#include "alerts/journal_reader.hpp"

namespace nightjar {

/// The calling thread's own reader of a journal, which stays open from question to question; a new one where
/// the file has become another (it was set aside), or the last question ended in an exception. Another thread
/// has another one; each is closed with its thread. Throws JournalError as a JournalReader does.
class KeptReader {
 public:
  explicit KeptReader(const std::filesystem::path& folder);
  ~KeptReader();
  KeptReader(const KeptReader&) = delete;
  KeptReader& operator=(const KeptReader&) = delete;

  [[nodiscard]] JournalReader& operator*() const { return *reader_; }

 private:
  std::filesystem::path folder_;
  JournalReader* reader_ = nullptr;
  int exceptions_ = 0;  ///< under way when it was asked for
};

}  // namespace nightjar
