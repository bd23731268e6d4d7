#pragma once

#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

namespace nightjar {

/// A text that the columns may spell, as class numbers, and the probability that they do.
struct Spelling {
  std::vector<int> classes;
  double probability = 0;
};

/// The likeliest spellings, best first, by prefix beam search over connectionist temporal classification
/// output (Graves 2006; Hannun 2014): a class may go on over several columns, class 0 is "nothing here".
/// `columns` is CV_32F, a row a column of the picture, holding probabilities that sum to 1.
[[nodiscard]] std::vector<Spelling> ctc_search(const cv::Mat& columns, std::size_t beam);

/// For each class of the spelling the column where it is clearest on the best alignment.
[[nodiscard]] std::vector<int> ctc_columns(const cv::Mat& columns, const std::vector<int>& classes);

}  // namespace nightjar
