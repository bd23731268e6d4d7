#include "processing/anpr/ctc_search.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <opencv2/core.hpp>

namespace nightjar {
namespace {

using Classes = std::vector<int>;

// What a path of columns spells: repeats joined, class 0 dropped.
Classes spelt(const std::array<int, 4>& path) {
  Classes classes;
  int last = 0;
  for (int one : path) {
    if (one != 0 && one != last) classes.push_back(one);
    last = one;
  }
  return classes;
}

TEST(CtcSearch, gives_each_spelling_the_sum_over_all_its_paths) {
  const cv::Mat columns =
      (cv::Mat_<float>(4, 3) << 0.2F, 0.5F, 0.3F, 0.6F, 0.3F, 0.1F, 0.1F, 0.6F, 0.3F, 0.25F, 0.35F, 0.4F);
  std::map<Classes, double> expected;
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b)
      for (int c = 0; c < 3; ++c)
        for (int d = 0; d < 3; ++d) {
          const float probability = columns.at<float>(0, a) * columns.at<float>(1, b) *
                                    columns.at<float>(2, c) * columns.at<float>(3, d);
          expected[spelt({a, b, c, d})] += static_cast<double>(probability);
        }
  const auto found = ctc_search(columns, 1000);
  ASSERT_EQ(found.size(), expected.size());
  double before = 1;
  for (const Spelling& spelling : found) {
    EXPECT_NEAR(spelling.probability, expected[spelling.classes], 1e-6);
    EXPECT_LE(spelling.probability, before);
    before = spelling.probability;
  }
}

TEST(CtcSearch, tells_a_double_letter_from_a_wide_one_by_the_nothing_between) {
  const cv::Mat wide = (cv::Mat_<float>(3, 2) << 0.1F, 0.9F, 0.1F, 0.9F, 0.1F, 0.9F);
  const cv::Mat twice = (cv::Mat_<float>(3, 2) << 0.1F, 0.9F, 0.9F, 0.1F, 0.1F, 0.9F);
  EXPECT_EQ(ctc_search(wide, 8).front().classes, Classes({1}));
  EXPECT_EQ(ctc_search(twice, 8).front().classes, Classes({1, 1}));
}

TEST(CtcSearch, keeps_no_more_spellings_than_the_beam) {
  const cv::Mat columns(12, 5, CV_32F, cv::Scalar(0.2));
  EXPECT_LE(ctc_search(columns, 6).size(), 6U);
}

TEST(CtcSearch, finds_the_clearest_column_of_each_character) {
  const cv::Mat columns = (cv::Mat_<float>(5, 3) << 0.9F, 0.05F, 0.05F, 0.3F, 0.6F, 0.1F, 0.1F, 0.8F, 0.1F,
                           0.8F, 0.1F, 0.1F, 0.2F, 0.1F, 0.7F);
  EXPECT_EQ(ctc_columns(columns, {1, 2}), std::vector<int>({2, 4}));
  EXPECT_TRUE(ctc_columns(columns, {}).empty());
}

}  // namespace
}  // namespace nightjar
