#include "alerts/key_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/alerts/made_keys.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

TEST(KeyFile, holds_a_key_as_it_was_made) {
  const MadeKeys keys;
  const CurveKey made = make_curve_key("console-7", KeyRole::console, {"open", "covert ops"});
  const KeyFiles files = write_key(made, keys.folder());
  const KeyReading secret = read_secret_key(files.secret_file);
  ASSERT_THAT(secret.errors, IsEmpty());
  EXPECT_EQ(secret.key->name, "console-7");
  EXPECT_EQ(secret.key->role, KeyRole::console);
  EXPECT_THAT(secret.key->channels, ElementsAre("open", "covert ops"));
  EXPECT_EQ(secret.key->public_key, made.public_key);
  EXPECT_EQ(secret.key->secret_key, made.secret_key);
  const KeyReading open = read_public_key(files.public_file);
  ASSERT_THAT(open.errors, IsEmpty());
  EXPECT_EQ(open.key->public_key, made.public_key);
  EXPECT_EQ(open.key->secret_key, "");
  EXPECT_THAT(text_of(files.public_file), Not(HasSubstr(made.secret_key)));
}

TEST(KeyFile, of_a_secret_is_for_its_owner_alone) {
  const MadeKeys keys;
  const KeyFiles files = write_key(make_curve_key("a", KeyRole::watch, {}), keys.folder());
  EXPECT_EQ(fs::status(files.secret_file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  for (const fs::perms one :
       {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write, fs::perms::others_write}) {
    fs::permissions(files.secret_file, fs::perms::owner_read | one);
    EXPECT_THAT(read_secret_key(files.secret_file).errors,
                ElementsAre(HasSubstr("which others can use, expected 0600")));
  }
  EXPECT_THAT(read_public_key(files.public_file).errors, IsEmpty()) << "everybody may read the other";
}

TEST(KeyFile, is_never_overwritten) {
  const MadeKeys keys;
  const KeyFiles files = write_key(make_curve_key("a", KeyRole::watch, {}), keys.folder());
  const std::string before = text_of(files.secret_file);
  EXPECT_THROW(write_key(make_curve_key("a", KeyRole::watch, {}), keys.folder()), KeyFileError);
  fs::remove(files.public_file);
  EXPECT_THROW(write_key(make_curve_key("a", KeyRole::watch, {}), keys.folder()), KeyFileError);
  EXPECT_EQ(text_of(files.secret_file), before);
}

TEST(KeyFile, names_every_mistake_with_its_line) {
  const MadeKeys keys;
  const fs::path file = keys.write("x.public",
                                   "# mine\nname: PC Example\nrole: boss\nnonsense\nchannels: open,,covert\n"
                                   "public: too short\nrole: watch\nrolle: watch\n");
  const std::string at = file.string() + ":";
  EXPECT_THAT(
      read_public_key(file).errors,
      testing::UnorderedElementsAre(
          at + "4: line: found \"nonsense\", expected KEY: VALUE", at + "7: \"role\": found a second time",
          at + "2: name: found \"PC Example\", expected at most 64 letters, digits and . - _ @",
          at + "3: role: found \"boss\", expected watch, operate, supervise or console",
          at + "5: channels: found \"open,,covert\", expected names of channels with commas between them",
          at + "6: public: found \"too short\", expected 40 letters in Z85",
          at + "8: \"rolle\": found an unknown key, expected one of name, role, channels, public, secret"));
  EXPECT_THAT(
      read_public_key(keys.write("y.public", "")).errors,
      ElementsAre(HasSubstr("name: missing"), HasSubstr("role: missing"), HasSubstr("public: missing")));
}

TEST(KeyFile, of_a_public_key_must_not_hold_a_secret) {
  const MadeKeys keys;
  (void)keys.add("a");
  EXPECT_THAT(read_public_key(keys.file("a.secret")).errors,
              ElementsAre(HasSubstr("secret: found a secret key, expected the public file alone")));
}

TEST(KeyFile, refuses_halves_that_do_not_belong_together) {
  const MadeKeys keys;
  const CurveKey one = make_curve_key("a", KeyRole::watch, {});
  const CurveKey other = make_curve_key("a", KeyRole::watch, {});
  const fs::path file = keys.write(
      "a.secret", "name: a\nrole: watch\npublic: " + other.public_key + "\nsecret: " + one.secret_key + "\n");
  EXPECT_THAT(read_secret_key(file).errors,
              ElementsAre(HasSubstr("a.secret:3: public: found a key that does not "
                                    "belong to the secret one")));
}

TEST(KeyFile, refuses_what_is_no_key_file) {
  const MadeKeys keys;
  EXPECT_THAT(read_secret_key(keys.file("none")).errors, ElementsAre(HasSubstr("No such file")));
  EXPECT_THAT(read_public_key(keys.folder()).errors, ElementsAre(HasSubstr("not a regular file")));
  EXPECT_THAT(read_public_key(keys.write("long", std::string(5000, '#'))).errors,
              ElementsAre(HasSubstr("too large")));
}

TEST(CurveKey, has_a_public_half_that_its_secret_gives) {
  const CurveKey key = make_curve_key("a", KeyRole::watch, {});
  EXPECT_EQ(public_half(key.secret_key), key.public_key);
  EXPECT_FALSE(public_half("short"));
  EXPECT_FALSE(is_z85_key(std::string(40, '#'))) << "more than 32 bits in five letters";
  EXPECT_FALSE(is_z85_key(std::string(40, ' ')));
  EXPECT_NE(key.secret_key, make_curve_key("a", KeyRole::watch, {}).secret_key);
}

TEST(CurveKey, has_a_name_that_can_stand_in_a_file_name_and_in_a_journal) {
  for (const char* name : {"a", "console-7", "jo.example@force.example", "CAD_2"})
    EXPECT_TRUE(is_key_name(name));
  for (const char* name : {"", "a b", "../a", ".a", "-a", "a/b", "a\n", "ä"}) EXPECT_FALSE(is_key_name(name));
  EXPECT_FALSE(is_key_name(std::string(65, 'a')));
}

}  // namespace
}  // namespace nightjar
