#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace nightjar {

/// Why a journal cannot be opened or written; `what()` is one line that names the folder.
class JournalError : public std::runtime_error {
 public:
  enum class Cause {
    unusable,  ///< the folder cannot be made, read or written, or holds something else
    held,      ///< another process writes here
    refused,   ///< no room, or an input or output error that may pass
    damaged,   ///< the file is broken, or its chain does not hold
  };
  JournalError(Cause cause, const std::filesystem::path& folder, const std::string& what)
      : std::runtime_error(folder.string() + ": " + what), cause_(cause) {}
  [[nodiscard]] Cause cause() const { return cause_; }

 private:
  Cause cause_;
};

/// A journal's folder, made if need be, held by this process alone until destruction or death.
/// It also keeps one note through a crash, on a page that is allocated beforehand, so that a full disk can
/// still take it: that numbers were given out for events that the disk has refused.
class JournalFolder {
 public:
  explicit JournalFolder(std::filesystem::path path);
  ~JournalFolder();
  JournalFolder(const JournalFolder&) = delete;
  JournalFolder& operator=(const JournalFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] bool promised() const;
  /// False where even this could not be written.
  [[nodiscard]] bool note_promised(bool promised);

 private:
  void hold();

  std::filesystem::path path_;
  int lock_ = -1;
  int note_ = -1;
};

/// Renames journal.sqlite and what belongs to it to names of their own beside it; nothing is overwritten.
/// The new name. The caller holds the folder. Throws JournalError.
std::string set_journal_file_aside(const std::filesystem::path& folder);

}  // namespace nightjar
