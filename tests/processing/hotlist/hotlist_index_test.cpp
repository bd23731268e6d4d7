#include "processing/hotlist/hotlist_index.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "processing/anpr/registration_mark.hpp"
#include "processing/hotlist/hotlist_file.hpp"

namespace nightjar {
namespace {

std::string random_mark(std::mt19937& random) {
  const std::string_view symbols = "0O1IAB8";  // few, so that marks repeat and fold together
  std::string mark;
  for (std::size_t length = 1 + random() % 6; length > 0; --length)
    mark.push_back(symbols[random() % symbols.size()]);
  return mark;
}

TEST(HotlistIndex, finds_what_a_map_of_folded_marks_finds_in_the_order_of_the_file) {
  std::mt19937 random(3);
  std::string text = "mark,make,reason,contact\n";
  std::map<std::string, std::vector<std::uint32_t>> lines;
  for (std::uint32_t line = 2; line < 30000; ++line) {
    const std::string mark = random_mark(random);
    text += mark + ",make" + std::to_string(line % 7) + ",reason" + std::to_string(line) + "," +
            (line % 2 == 0 ? "" : "contact" + std::to_string(line)) + "\n";
    lines[folded_mark(mark)].push_back(line);
  }
  const HotlistLoad load = parse_hotlist(text);
  ASSERT_TRUE(load.index);
  std::size_t found = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::string mark = random_mark(random);
    std::vector<std::uint32_t> rows;
    for (auto row = load.index->first_row(mark); row; row = load.index->next_row(*row)) {
      const HotlistEntry entry = load.index->table().entry(*row);
      rows.push_back(entry.line);
      EXPECT_EQ(folded_mark(entry.mark), folded_mark(mark));
      EXPECT_EQ(entry.make, "make" + std::to_string(entry.line % 7));
      EXPECT_EQ(entry.reason, "reason" + std::to_string(entry.line));
      EXPECT_EQ(entry.contact.has_value(), entry.line % 2 != 0);
    }
    const auto expected = lines.find(folded_mark(mark));
    EXPECT_EQ(rows, expected == lines.end() ? std::vector<std::uint32_t>{} : expected->second) << mark;
    found += rows.size();
  }
  EXPECT_GT(found, 0U);
}

TEST(HotlistIndex, stores_texts_that_repeat_once) {
  const auto bytes_of = [](bool repeating) {
    std::string text = "mark,reason\n";
    for (int i = 0; i < 20000; ++i) {
      text += "A" + std::to_string(i) + "," + std::string(100, 'x') + std::to_string(repeating ? i % 10 : i) +
              "\n";
    }
    return parse_hotlist(text).index->bytes() / 20000;
  };
  EXPECT_LT(bytes_of(true), 100U);
  EXPECT_GT(bytes_of(false), 150U);
}

TEST(HotlistIndex, survives_one_mark_on_every_line) {
  std::string text = "mark\n";
  for (int i = 0; i < 200000; ++i) text += "AB12CDE\n";
  const HotlistLoad load = parse_hotlist(text);
  ASSERT_TRUE(load.index);
  std::size_t rows = 0;
  for (auto row = load.index->first_row("AB12CDE"); row; row = load.index->next_row(*row)) ++rows;
  EXPECT_EQ(rows, 200000U);
  EXPECT_EQ(load.findings.count(HotlistWarning::duplicate), 199999U);
}

}  // namespace
}  // namespace nightjar
