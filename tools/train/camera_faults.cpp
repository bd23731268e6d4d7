#include "tools/train/camera_faults.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "tools/simulate/chance.hpp"

namespace nightjar {
namespace {

void add_dirt(Chance& chance, cv::Mat& luma, double character_px) {
  const double tone = chance.between(20, 220);
  for (int i = chance.whole(1, 14); i > 0; --i) {
    const cv::Point at(chance.one_of(luma.cols), chance.one_of(luma.rows));
    const double radius =
        character_px * (chance.with(0.8) ? chance.between(0.02, 0.1) : chance.between(0.1, 0.3));
    cv::circle(luma, at, static_cast<int>(std::lround(radius)), cv::Scalar(tone), cv::FILLED, cv::LINE_AA);
  }
}

// Smooth chance, about -2 to 2, in patches of a size.
cv::Mat patches(cv::Size size, double patch_px) {
  cv::Mat coarse(static_cast<int>(size.height / patch_px) + 2, static_cast<int>(size.width / patch_px) + 2,
                 CV_32F);
  cv::randn(coarse, 0, 1);
  cv::Mat fine;
  cv::resize(coarse, fine, size, 0, 0, cv::INTER_CUBIC);
  return fine;
}

// Mud that dulls what it covers without hiding all of it.
void add_mud(Chance& chance, cv::Mat& luma, double character_px) {
  const double tone = chance.between(25, 130);
  const double thick = chance.between(0.4, 0.85);
  cv::Mat cover = patches(luma.size(), character_px * chance.between(0.3, 1.2)) +
                  patches(luma.size(), character_px * chance.between(0.1, 0.3)) * 0.5;
  cover = cv::min(cv::max((cover - chance.between(0, 1.2)) * 0.8, 0), thick);
  cv::Mat picture;
  luma.convertTo(picture, CV_32F);
  picture = picture.mul(1 - cover) + cover * tone;
  picture.convertTo(luma, CV_8U);
}

// The shadow of leaves.
cv::Mat dapples(Chance& chance, cv::Size size, double character_px) {
  const double depth = chance.between(0.3, 0.8);
  cv::Mat shade = patches(size, character_px * chance.between(0.3, 1.5)) * chance.between(0.7, 2) + 0.5;
  return 1 - cv::min(cv::max(shade, 0), 1) * depth;
}

// A straight edge of shadow, or of glare, across the picture.
cv::Mat light_field(Chance& chance, cv::Size size) {
  cv::Mat field(size, CV_32F);
  const double angle = chance.between(0, 2 * CV_PI);
  const double across = std::cos(angle) / size.width;
  const double along = std::sin(angle) / size.height;
  const double middle = chance.between(0.2, 0.8) * (across * size.width + along * size.height);
  const double softness = chance.with(0.5) ? 0.5 : chance.between(0.02, 0.2);
  const double depth = chance.between(0.2, 0.75);
  for (int y = 0; y < size.height; ++y) {
    auto* row = field.ptr<float>(y);
    for (int x = 0; x < size.width; ++x) {
      const double t = std::clamp((across * x + along * y - middle) / softness, -1.0, 1.0);
      row[x] = static_cast<float>(1 - depth * (0.5 + 0.5 * t));
    }
  }
  return field;
}

void light(Chance& chance, cv::Mat& picture, double character_px) {
  if (chance.with(0.3)) cv::multiply(picture, light_field(chance, picture.size()), picture);
  if (chance.with(0.06)) cv::multiply(picture, dapples(chance, picture.size(), character_px), picture);
  const double contrast = chance.with(0.25) ? chance.between(0.12, 0.4) : chance.between(0.4, 1.0);
  const double black = chance.between(0, 255 * (1 - contrast) * 0.8);
  picture.convertTo(picture, CV_32F, contrast, black);
  if (chance.with(0.12)) picture = picture * chance.between(1.1, 1.7);  // over-exposed, clipped further on
  if (chance.with(0.06)) {                                              // a lamp's reflection
    const cv::Point at(chance.one_of(picture.cols), chance.one_of(picture.rows));
    cv::Mat glare(picture.size(), CV_32F, cv::Scalar(0));
    cv::circle(glare, at, picture.rows / 8 + 1, cv::Scalar(chance.between(60, 200)), cv::FILLED);
    cv::GaussianBlur(glare, glare, {}, picture.rows / 12.0 + 0.5);
    picture += glare;
  }
}

void blur(Chance& chance, cv::Mat& picture, double character_px) {
  const double focus_px = chance.with(0.5) ? chance.between(0.2, 0.04 * character_px + 0.3)
                                           : chance.between(0.3, 0.105 * character_px);
  if (focus_px > 0.3) cv::GaussianBlur(picture, picture, {}, focus_px);
  if (!chance.with(0.2)) return;
  const int length = chance.whole(2, std::max(2, static_cast<int>(0.3 * character_px)));
  cv::Mat kernel(length, length, CV_32F, cv::Scalar(0));
  const double angle = chance.with(0.6) ? chance.bell() * 0.2 : chance.between(0, CV_PI);
  const double half = (length - 1) / 2.0;
  const cv::Point2d reach(half * std::cos(angle), half * std::sin(angle));
  const cv::Point2d middle(half, half);
  cv::line(kernel, cv::Point(middle - reach), cv::Point(middle + reach), cv::Scalar(1), 1, cv::LINE_8);
  cv::filter2D(picture, picture, -1, kernel / std::max(cv::sum(kernel)[0], 1.0));
}

void compress(Chance& chance, cv::Mat& luma) {
  std::vector<unsigned char> bytes;
  cv::imencode(".jpg", luma, bytes, {cv::IMWRITE_JPEG_QUALITY, chance.whole(15, 90)});
  luma = cv::imdecode(bytes, cv::IMREAD_GRAYSCALE);
}

}  // namespace

void spoil(cv::Mat& luma, double character_px, std::mt19937_64& rng) {
  Chance chance(rng);
  cv::theRNG().state = rng();
  if (chance.with(0.03)) luma = 255 - luma;
  if (chance.with(0.2)) add_dirt(chance, luma, character_px);
  if (chance.with(0.07)) add_mud(chance, luma, character_px);
  cv::Mat picture;
  luma.convertTo(picture, CV_32F);
  light(chance, picture, character_px);
  blur(chance, picture, character_px);
  if (chance.with(0.7)) {
    double low = 0;
    double high = 0;
    cv::minMaxLoc(picture, &low, &high);
    cv::Mat noise(picture.size(), CV_32F);
    const double most = (high - low) * (chance.with(0.2) ? 0.1 : 0.04);
    cv::randn(noise, 0, chance.between(0, most));
    if (chance.with(0.4)) cv::GaussianBlur(noise, noise, {}, 0.7);  // as denoised or demosaiced
    picture += noise;
  }
  if (chance.with(0.2)) {  // as cameras sharpen
    cv::Mat soft;
    cv::GaussianBlur(picture, soft, {}, 1.2);
    const double amount = chance.between(0.3, 1.5);
    cv::addWeighted(picture, 1 + amount, soft, -amount, 0, picture);
  }
  picture.convertTo(luma, CV_8U);
  if (chance.with(0.4)) compress(chance, luma);
}

}  // namespace nightjar
