#include "tools/simulate/drawn_mark.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace nightjar {
namespace {

namespace fs = std::filesystem;

TEST(DrawnMark, is_a_whole_unit_of_h264_that_needs_no_escapes) {
  const std::string mark = drawn_mark();
  ASSERT_GT(mark.size(), 20U);
  ASSERT_LT(mark.size(), 256U);
  EXPECT_EQ(mark[0], 6) << "supplemental";
  EXPECT_EQ(mark[1], 5) << "of a user's own kind";
  EXPECT_EQ(static_cast<std::size_t>(mark[2]), mark.size() - 4) << "all between its head and its end";
  EXPECT_EQ(static_cast<unsigned char>(mark.back()), 0x80);
  EXPECT_EQ(mark.find('\0'), std::string::npos);
}

TEST(DrawnMark, is_found_in_the_beginning_of_a_file_and_nowhere_else) {
  const fs::path folder = fs::path(testing::TempDir()) / ("nightjar_drawn_" + std::to_string(::getpid()));
  fs::create_directories(folder);
  const auto file = [&](const std::string& name, const std::string& bytes) {
    std::ofstream(folder / name, std::ios::binary) << bytes;
    return folder / name;
  };
  const std::string filmed(5000, 'x');
  EXPECT_TRUE(carries_drawn_mark(file("drawn.mkv", filmed + drawn_mark() + filmed)));
  EXPECT_FALSE(carries_drawn_mark(file("filmed.mkv", filmed)));
  EXPECT_FALSE(carries_drawn_mark(file("other.mkv", drawn_mark().substr(0, 30))));
  EXPECT_FALSE(carries_drawn_mark(file("empty.mkv", "")));
  EXPECT_FALSE(carries_drawn_mark(folder / "missing.mkv"));
  EXPECT_FALSE(has_drawn_description(folder / "filmed.mkv"));
  file("footage.json", "{}");
  EXPECT_TRUE(has_drawn_description(folder / "filmed.mkv"));
  EXPECT_TRUE(has_drawn_description(folder));
  fs::remove_all(folder);
}

}  // namespace
}  // namespace nightjar
