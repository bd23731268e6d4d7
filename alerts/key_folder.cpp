#include "alerts/key_folder.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "alerts/key_file.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;

/// In order of their names; nullopt where the folder cannot be listed.
std::optional<std::vector<fs::path>> public_files(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator each(folder, error), end; !error && each != end; each.increment(error))
    if (each->path().extension() == ".public") files.push_back(each->path());
  if (error) return std::nullopt;
  std::sort(files.begin(), files.end());
  return files;
}

/// What a change of any file changes.
std::string look_of(const fs::path& folder) {
  const auto files = public_files(folder);
  if (!files) return "cannot be listed";
  std::string look;
  for (const fs::path& file : *files) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) continue;
    look += fmt::format("{} {} {} {}.{} {}.{}\n", file.filename().string(), status.st_ino, status.st_size,
                        status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec,
                        status.st_ctim.tv_nsec);
  }
  return look;
}

}  // namespace

KeyFolderReading read_key_folder(const fs::path& folder) {
  KeyFolderReading reading;
  const auto files = public_files(folder);
  if (!files) {
    reading.readable = false;
    reading.errors.push_back(folder.string() + ": cannot be listed, expected a folder of public keys");
    return reading;
  }
  std::map<std::string, fs::path> taken;  // by name and by key
  for (const fs::path& file : *files) {
    KeyReading read = read_public_key(file);
    reading.errors.insert(reading.errors.end(), read.errors.begin(), read.errors.end());
    if (!read.key) continue;
    const auto [of_name, is_new_name] = taken.emplace("name " + read.key->name, file);
    const auto [of_key, is_new_key] = taken.emplace("key " + read.key->public_key, file);
    if (!is_new_name)
      reading.errors.push_back(fmt::format("{}: name: found \"{}\", which {} has, expected a name of its own",
                                           file.string(), read.key->name,
                                           of_name->second.filename().string()));
    if (!is_new_key)
      reading.errors.push_back(fmt::format("{}: public: found the key of {}, expected one of its own",
                                           file.string(), of_key->second.filename().string()));
    if (is_new_name && is_new_key) reading.keys.push_back(std::move(*read.key));
  }
  return reading;
}

KeyFolderWatch::KeyFolderWatch(fs::path folder) : folder_(std::move(folder)), seen_(look_of(folder_)) {}

bool KeyFolderWatch::changed() {
  std::string look = look_of(folder_);
  if (look == seen_) return false;
  seen_ = std::move(look);
  return true;
}

}  // namespace nightjar
