#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "alerts/key_file.hpp"

namespace nightjar {

/// A folder of keys; gone with the test.
class MadeKeys {
 public:
  MadeKeys()
      : folder_(std::filesystem::temp_directory_path() /
                ("nightjar-keys-" + std::to_string(::getpid()) + "-" +
                 testing::UnitTest::GetInstance()->current_test_info()->name())) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~MadeKeys() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  MadeKeys(const MadeKeys&) = delete;
  MadeKeys& operator=(const MadeKeys&) = delete;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return folder_ / name; }

  /// A new key, with both its files in the folder.
  [[nodiscard]] CurveKey add(const std::string& name, KeyRole role = KeyRole::watch,
                             std::vector<std::string> channels = {}) const {
    CurveKey key = make_curve_key(name, role, std::move(channels));
    write_key(key, folder_);
    return key;
  }
  void revoke(const std::string& name) const { std::filesystem::remove(folder_ / (name + ".public")); }

  /// A file for its owner alone.
  std::filesystem::path write(const std::string& name, const std::string& text) const {
    const std::filesystem::path file = folder_ / name;
    std::ofstream(file) << text;
    std::filesystem::permissions(file,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    return file;
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace nightjar
