#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "config/site_file.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const fs::path kBroken = fs::path(NIGHTJAR_TEST_DATA) / "sites" / "broken";

std::vector<std::string> lines_of(const fs::path& file) {
  std::ifstream stream(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> broken_sites() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kBroken)) {
    if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class BrokenSite : public testing::TestWithParam<std::string> {};

TEST_P(BrokenSite, is_refused_with_every_mistake_and_no_password) {
  const fs::path file = kBroken / (GetParam() + ".toml");
  const SiteLoad load = load_site(file);
  EXPECT_FALSE(load.site);
  std::vector<std::string> errors;
  for (const std::string& error : load.errors) {
    ASSERT_EQ(error.rfind(kBroken.string(), 0), 0U) << error;
    errors.push_back(error.substr(kBroken.string().size() + 1));
    EXPECT_THAT(error, Not(HasSubstr("hunter2")));
  }
  EXPECT_THAT(errors, Not(IsEmpty()));
  EXPECT_EQ(errors, lines_of(kBroken / (GetParam() + ".expected")));
}

INSTANTIATE_TEST_SUITE_P(All, BrokenSite, testing::ValuesIn(broken_sites()),
                         [](const auto& site) { return site.param; });

TEST(BrokenSites, are_many_and_each_has_its_messages) {
  EXPECT_GE(broken_sites().size(), 60U);
  for (const auto& entry : fs::directory_iterator(kBroken)) {
    if (entry.path().extension() != ".expected") continue;
    EXPECT_TRUE(fs::exists(fs::path(entry.path()).replace_extension(".toml"))) << entry.path();
  }
}

TEST(BrokenSites, that_are_no_files_are_refused) {
  using testing::ElementsAre;
  EXPECT_THAT(load_site("/").errors, ElementsAre("/:1: file: is a folder, expected a site file in TOML"));
  EXPECT_THAT(load_site("/dev/null").errors,
              ElementsAre("/dev/null:1: file: is not a regular file, expected a site file in TOML"));
  EXPECT_THAT(load_site(kBroken / "none.toml").errors,
              ElementsAre((kBroken / "none.toml").string() +
                          ":1: file: does not exist, expected a site file in TOML"));
}

}  // namespace
}  // namespace nightjar
