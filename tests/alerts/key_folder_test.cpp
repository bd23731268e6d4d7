#include "alerts/key_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/alerts/made_keys.hpp"

namespace nightjar {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(KeyFolder, holds_the_public_keys_and_passes_over_other_files) {
  const MadeKeys keys;
  (void)keys.add("b", KeyRole::operate, {"covert"});
  (void)keys.add("a");
  keys.write("README", "who is who");
  const KeyFolderReading reading = read_key_folder(keys.folder());
  EXPECT_THAT(reading.errors, IsEmpty());
  ASSERT_EQ(reading.keys.size(), 2U);
  EXPECT_EQ(reading.keys[0].name, "a");
  EXPECT_EQ(reading.keys[1].role, KeyRole::operate);
  EXPECT_THAT(reading.keys[1].channels, ElementsAre("covert"));
}

TEST(KeyFolder, takes_each_name_and_each_key_once) {
  const MadeKeys keys;
  const CurveKey a = keys.add("a");
  keys.write("b.public",
             "name: a\nrole: console\npublic: " + make_curve_key("x", KeyRole::watch, {}).public_key + "\n");
  keys.write("c.public", "name: c\nrole: console\npublic: " + a.public_key + "\n");
  const KeyFolderReading reading = read_key_folder(keys.folder());
  EXPECT_THAT(reading.errors, ElementsAre(HasSubstr("b.public: name: found \"a\", which a.public has"),
                                          HasSubstr("c.public: public: found the key of a.public")));
  ASSERT_EQ(reading.keys.size(), 1U);
  EXPECT_EQ(reading.keys[0].role, KeyRole::watch);
}

TEST(KeyFolder, that_is_not_there_is_told_from_an_empty_one) {
  const MadeKeys keys;
  EXPECT_TRUE(read_key_folder(keys.folder()).readable);
  const KeyFolderReading gone = read_key_folder(keys.file("nowhere"));
  EXPECT_FALSE(gone.readable);
  EXPECT_THAT(gone.errors, ElementsAre(HasSubstr("cannot be listed")));
}

TEST(KeyFolderWatch, notices_what_comes_goes_and_changes) {
  const MadeKeys keys;
  KeyFolderWatch watch(keys.folder());
  EXPECT_FALSE(watch.changed());
  (void)keys.add("a");
  EXPECT_TRUE(watch.changed());
  EXPECT_FALSE(watch.changed());
  keys.write("a.public", "nonsense");
  EXPECT_TRUE(watch.changed());
  keys.write("note.txt", "of no matter");
  EXPECT_FALSE(watch.changed());
  keys.revoke("a");
  EXPECT_TRUE(watch.changed());
  std::filesystem::remove_all(keys.folder());
  EXPECT_TRUE(watch.changed());
}

}  // namespace
}  // namespace nightjar
