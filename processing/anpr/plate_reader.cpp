#include "processing/anpr/plate_reader.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "processing/anpr/ctc_search.hpp"
#include "processing/anpr/models.hpp"
#include "processing/anpr/plate_crop.hpp"
#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

// The network's classes after 0, "no character": O is told from 0 and I from 1 by the form of the mark only.
constexpr std::string_view kReadSymbols = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";

// Confidence from the probability of the best spelling, fitted on drawn crops (models/plate_reader.md).
constexpr double kConfidenceSlope = 1.31;
constexpr double kConfidenceOffset = 0.96;

double logit(double probability) {
  const double inside = std::clamp(probability, 1e-9, 1 - 1e-9);
  return std::log(inside / (1 - inside));
}

double calibrated(double probability) {
  return 1 / (1 + std::exp(-(kConfidenceSlope * logit(probability) + kConfidenceOffset)));
}

// How common a form is on the road, as a factor on the glyphs' evidence.
double commonness(MarkForm form) {
  switch (form) {
    case MarkForm::current:
      return 1;
    case MarkForm::prefix:
      return 0.6;
    case MarkForm::suffix:
    case MarkForm::northern_ireland:
    case MarkForm::dateless:
      return 0.4;
    case MarkForm::diplomatic:
      return 0.2;
    case MarkForm::other:
      break;
  }
  return 0.1;
}

std::string text_of(const std::vector<int>& classes) {
  std::string text;
  for (int number : classes) text += kReadSymbols[static_cast<std::size_t>(number - 1)];
  return text;
}

// Rows are half columns of the crop from left to right, each a probability for each class.
cv::Mat softmax_columns(const cv::Mat& scores) {
  const int classes = scores.size[1] / 2;
  cv::Mat columns(2 * scores.size[3], classes, CV_32F);
  for (int y = 0; y < columns.rows; ++y) {
    const int first = y % 2 == 0 ? 0 : classes;  // the left half's classes, then the right half's
    for (int number = 0; number < classes; ++number) {
      columns.at<float>(y, number) = scores.ptr<float>(0, first + number)[y / 2];
    }
    cv::Mat row = columns.row(y);
    double highest = 0;
    cv::minMaxLoc(row, nullptr, &highest);
    cv::exp(row - highest, row);
    row /= cv::sum(row)[0];
  }
  return columns;
}

CharacterProbabilities character_at(const cv::Mat& columns, int column) {
  CharacterProbabilities character;
  for (std::size_t i = 0; i < kReadSymbols.size(); ++i) {
    character.symbol[kMarkSymbols.find(kReadSymbols[i])] = columns.at<float>(column, static_cast<int>(i) + 1);
  }
  return character;
}

// The prior shifts probability between the spellings and leaves their sum as it is.
void weigh_forms(std::vector<Spelling>& spellings, double syntax_weight) {
  double before = 0;
  double after = 0;
  for (Spelling& spelling : spellings) {
    before += spelling.probability;
    if (!spelling.classes.empty()) {
      spelling.probability *= std::pow(commonness(form_of(text_of(spelling.classes))), syntax_weight);
    }
    after += spelling.probability;
  }
  for (Spelling& spelling : spellings) spelling.probability *= after > 0 ? before / after : 1;
  std::stable_sort(spellings.begin(), spellings.end(),
                   [](const Spelling& a, const Spelling& b) { return a.probability > b.probability; });
}

double aspect(const PlateBox& box) {
  const auto& corner = box.corners;
  const double across = cv::norm(corner[1] - corner[0]) + cv::norm(corner[2] - corner[3]);
  const double along = cv::norm(corner[3] - corner[0]) + cv::norm(corner[2] - corner[1]);
  return across / std::max(along, 1e-6);
}

}  // namespace

struct PlateReader::Network {
  cv::dnn::Net net;
};

PlateReader::PlateReader(PlateReaderOptions options)
    : options_(options), network_(std::make_unique<Network>()) {
  const auto model = plate_reader_model();
  network_->net = cv::dnn::readNetFromONNX(reinterpret_cast<const char*>(model.data()), model.size());
  network_->net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
}

PlateReader::~PlateReader() = default;
PlateReader::PlateReader(PlateReader&&) noexcept = default;
PlateReader& PlateReader::operator=(PlateReader&&) noexcept = default;

PlateText PlateReader::read(const cv::Mat& luma, const PlateBox& box) {
  // One-line plates are 4.7 times as wide as high, two-line ones 1.3 to 1.7; boxes are loose.
  constexpr double kSurelyOneLine = 2.6;
  constexpr double kSurelyTwoLines = 1.15;
  const double shape = aspect(box);
  const bool one = shape > kSurelyTwoLines;
  const bool two = shape < kSurelyOneLine || box.lines == 2;
  PlateText best;
  if (one) best = read_crop(plate_crop(luma, box, 1));
  if (two) {
    PlateText rows = read_crop(plate_crop(luma, box, 2));
    if (rows.confidence > best.confidence) best = std::move(rows);
  }
  return best;
}

PlateText PlateReader::read_crop(const cv::Mat& crop) {
  PlateText text;
  if (crop.empty()) return text;
  constexpr double kScale = 1.0 / 50;  // as in training
  network_->net.setInput(cv::dnn::blobFromImage(crop, kScale, {}, cv::Scalar(128)));
  const cv::Mat columns = softmax_columns(network_->net.forward());
  std::vector<Spelling> spellings = ctc_search(columns, options_.beam);
  weigh_forms(spellings, options_.syntax_weight);
  if (spellings.empty() || spellings.front().classes.empty()) return text;

  const double raw = spellings.front().probability;
  const double glyphs = calibrated(raw);
  const bool word = may_be_word(text_of(spellings.front().classes));
  text.confidence = word ? std::min(glyphs, options_.most_for_words) : glyphs;
  const double rest = (1 - glyphs) / std::max(1 - raw, 1e-9);  // what is left for the others
  for (const Spelling& spelling : spellings) {
    if (text.candidates.size() == options_.candidates) break;
    if (spelling.classes.empty()) continue;
    const bool first = text.candidates.empty();
    const double probability =
        first ? text.confidence : std::min(spelling.probability * rest, text.candidates.back().probability);
    text.candidates.push_back({restored_mark(text_of(spelling.classes)), probability});
  }
  text.mark = text.candidates.front().mark;
  for (int column : ctc_columns(columns, spellings.front().classes)) {
    text.characters.push_back(character_at(columns, column));
  }
  return text;
}

}  // namespace nightjar
