#include "processing/hotlist/possible_search.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "processing/hotlist/hotlist_file.hpp"
#include "tests/processing/hotlist/made_reads.hpp"

namespace nightjar {
namespace {

std::string mark_of_current_form(std::mt19937& random, std::string_view letters, std::string_view digits) {
  std::string mark;
  for (const char kind : std::string_view("LLDDLLL")) {
    const std::string_view from = kind == 'L' ? letters : digits;
    mark += from[random() % from.size()];
  }
  return mark;
}

/// Marks of an alphabet so small that most have neighbours, some of them shorter or longer.
std::string crowded_mark(std::mt19937& random) {
  std::string mark = mark_of_current_form(random, "BDGQ", "0168");
  if (random() % 8 == 0) mark.erase(random() % mark.size(), 1);
  if (random() % 8 == 0) mark.insert(random() % mark.size(), 1, '1');
  return mark;
}

std::shared_ptr<const HotlistIndex> index_of(const std::vector<std::string>& marks) {
  HotlistTable table({});
  for (const std::string& mark : marks) {
    HotlistTable::Row row;
    row.packed_mark = packed_listed_mark(mark).value();
    table.append(row);
  }
  table.seal();
  return std::make_shared<const HotlistIndex>(std::move(table), HotlistEdition{});
}

/// What a walk over every entry finds: by row, the likelihood.
std::map<std::uint32_t, double> found_one_by_one(const PlateText& read, const HotlistIndex& index,
                                                 double least) {
  std::map<std::uint32_t, double> found;
  const MarkBelief belief(read);
  const auto key = mark_key(read.mark);
  const bool doubtful = 1 - MarkBelief::confidence_of(read) >= least;
  for (std::uint32_t row = 0; row < index.size(); ++row) {
    const std::uint64_t packed = index.table().packed_mark(row);  // the marks of these tests are folded
    if (!doubtful && packed != key) continue;                     // no other can be likely enough
    const double likelihood = belief.probability_of(packed);
    if (likelihood >= least) found[row] = likelihood;
  }
  return found;
}

void expect_the_same_as_one_by_one(std::size_t reads, std::size_t entries, bool crowded) {
  std::mt19937 random(11);
  const auto mark = [&] {
    return folded_mark(crowded ? crowded_mark(random)
                               : mark_of_current_form(random, "ABDGQ0168", "0168ABDGQ"));
  };
  std::vector<std::string> marks;
  while (marks.size() < entries) marks.push_back(mark());
  std::sort(marks.begin(), marks.end());
  marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
  const auto index = index_of(marks);
  std::size_t exact = 0;
  std::size_t possible = 0;
  for (std::size_t i = 0; i < reads; ++i) {
    PlateText read = random_read(random, i % 10 == 0 ? marks[random() % marks.size()] : mark());
    if (i % 4 != 0) read.confidence = std::max(read.confidence, 0.9995);  // most reads are sure
    const double least = 0.001 * static_cast<double>(1 + random() % 20);
    std::vector<PossibleRow> rows;
    PossibleSearch(read, least).find(*index, least, rows);
    const auto expected = found_one_by_one(read, *index, least);
    for (const PossibleRow& row : rows) {
      const auto one = expected.find(row.row);
      ASSERT_NE(one, expected.end()) << read.mark << " " << marks[row.row];
      ASSERT_EQ(row.likelihood, one->second);
      (marks[row.row] == folded_mark(read.mark) ? exact : possible) += 1;
    }
    ASSERT_EQ(rows.size(), expected.size()) << read.mark << " at " << least;
  }
  EXPECT_GT(exact, reads / 20);
  EXPECT_GT(possible, reads / 50);
}

TEST(PossibleSearch, finds_what_a_walk_over_all_entries_finds) {
  expect_the_same_as_one_by_one(100000, 10000, true);
}

// By hand, with --gtest_also_run_disabled_tests.
TEST(PossibleSearch, DISABLED_finds_what_a_walk_over_a_million_entries_finds) {
  expect_the_same_as_one_by_one(1000, 1000000, false);
}

TEST(PossibleSearch, finds_partial_marks_as_a_walk_over_all_of_them_does) {
  std::mt19937 random(12);
  std::vector<std::string> marks;
  for (int i = 0; i < 300; ++i) {
    std::string mark = folded_mark(crowded_mark(random));
    for (char& symbol : mark)
      if (random() % 2 == 0) symbol = '?';
    if (random() % 3 == 0) mark[random() % mark.size()] = '*';
    if (packed_listed_mark(mark) && is_partial(mark)) marks.push_back(mark);
  }
  const auto index = index_of(marks);
  ASSERT_EQ(index->partial_rows().size(), marks.size());
  std::size_t found = 0;
  for (int i = 0; i < 60; ++i) {
    const PlateText read = random_read(random, folded_mark(crowded_mark(random)));
    const double least = 0.002 * static_cast<double>(1 + random() % 40);
    std::vector<PossibleRow> rows;
    PossibleSearch(read, least).find(*index, least, rows);
    std::vector<std::uint32_t> expected;
    const MarkBelief belief(read);
    for (const PartialRow& partial : index->partial_rows())
      if (belief.probability_of(partial.mark) >= least) expected.push_back(partial.row);
    std::vector<std::uint32_t> got;
    for (const PossibleRow& row : rows) got.push_back(row.row);
    EXPECT_EQ(got, expected) << read.mark;
    found += got.size();
  }
  EXPECT_GT(found, 10U);
}

TEST(PossibleSearch, finds_nothing_for_what_is_no_mark) {
  const auto index = index_of({"AB12CDE", "AB*"});
  for (const char* mark : {"", "AB12CDEFGHIJKLM"}) {
    PlateText read;
    read.mark = mark;
    read.confidence = 0.99;
    std::vector<PossibleRow> rows;
    PossibleSearch(read, 0.001).find(*index, 0.001, rows);
    PossibleSearch(read, 0.001).find_fitting(*index, rows);
    EXPECT_TRUE(rows.empty()) << mark;
  }
}

TEST(PossibleSearch, asks_a_list_without_rows) {
  const auto index = index_of({});
  std::vector<PossibleRow> rows;
  PossibleSearch(made_read("AB12CDE", 0.5), 0.001).find(*index, 0.001, rows);
  EXPECT_TRUE(rows.empty());
}

}  // namespace
}  // namespace nightjar
