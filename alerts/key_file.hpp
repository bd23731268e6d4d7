#pragma once

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "alerts/curve_key.hpp"

namespace nightjar {

/// Why a key cannot be written; `what()` is one line that names the file.
class KeyFileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A key, or every mistake in its file: FILE:LINE: key: what was found, what was expected.
struct KeyReading {
  std::optional<CurveKey> key;
  std::vector<std::string> errors;
};

/// The file of a key that may be given to anybody; a secret in it is a mistake.
[[nodiscard]] KeyReading read_public_key(const std::filesystem::path& file);

/// The file of a secret key. Refused where anybody but its owner may read or write it.
[[nodiscard]] KeyReading read_secret_key(const std::filesystem::path& file);

/// NAME.secret, for its owner alone, and NAME.public.
struct KeyFiles {
  std::filesystem::path secret_file;
  std::filesystem::path public_file;
};
[[nodiscard]] KeyFiles key_files(const std::filesystem::path& folder, const std::string& name);

/// Writes both files into the folder, which is made where it is not there. Throws KeyFileError; overwrites
/// nothing.
KeyFiles write_key(const CurveKey& key, const std::filesystem::path& folder);

}  // namespace nightjar
