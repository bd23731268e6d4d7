#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "alerts/curve_key.hpp"

namespace nightjar {

/// The keys of a folder, and what is wrong with the files that hold none. A key or a name that another file
/// has already, in the order of the files' names, is such a mistake.
struct KeyFolderReading {
  std::vector<CurveKey> keys;
  std::vector<std::string> errors;
  bool readable = true;  ///< false: the folder cannot be listed
};

/// Reads every *.public in a folder; other files are passed over.
[[nodiscard]] KeyFolderReading read_key_folder(const std::filesystem::path& folder);

/// Notices that something in a folder of keys was added, taken away or changed.
class KeyFolderWatch {
 public:
  explicit KeyFolderWatch(std::filesystem::path folder);

  /// True where it is not as at the last call, or at the construction.
  [[nodiscard]] bool changed();

 private:
  std::filesystem::path folder_;
  std::string seen_;
};

}  // namespace nightjar
