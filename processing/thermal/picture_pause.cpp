#include "processing/thermal/picture_pause.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace nightjar {
namespace {

constexpr int kEvery_px = 4;
constexpr double kNoise = 2;     // levels: what an even picture of 8 bits spreads
constexpr double kForget = 0.1;  // of the usual, a picture
constexpr double kMetresADegree = 111'000;

template <typename Level>
void take(const cv::Mat& levels, std::vector<std::uint16_t>& samples) {
  const auto of = [](int pixels) { return static_cast<std::size_t>((pixels + kEvery_px - 1) / kEvery_px); };
  samples.resize(of(levels.rows) * of(levels.cols));
  std::uint16_t* sample = samples.data();
  for (int y = 0; y < levels.rows; y += kEvery_px) {
    const auto* row = levels.ptr<Level>(y);
    for (int x = 0; x < levels.cols; x += kEvery_px) *sample++ = row[x];
  }
}

/// Of 8 bits: by counting.
double spread_of_bytes(const std::vector<std::uint16_t>& few, std::size_t low_rank, std::size_t high_rank) {
  std::array<std::size_t, 256> counts{};
  for (const std::uint16_t level : few) ++counts.at(level);
  const auto at = [&counts](std::size_t rank) {
    std::size_t below = 0, level = 0;
    while ((below += counts.at(level)) <= rank) ++level;
    return static_cast<double>(level);
  };
  return at(high_rank) - at(low_rank);
}

/// Between the levels below which a twentieth and above which a twentieth of the samples lie.
double spread_of(const std::vector<std::uint16_t>& samples, bool bytes) {
  std::vector<std::uint16_t> few;
  for (std::size_t i = 0; i < samples.size(); i += 16) few.push_back(samples[i]);
  const auto rank = [&few](double share) {
    return static_cast<std::size_t>(share * static_cast<double>(few.size() - 1));
  };
  if (bytes) return spread_of_bytes(few, rank(0.05), rank(0.95));
  const auto at = [&few](std::size_t place) {
    const auto nth = few.begin() + static_cast<std::ptrdiff_t>(place);
    std::nth_element(few.begin(), nth, few.end());
    return double{1} * *nth;
  };
  return at(rank(0.95)) - at(rank(0.05));
}

void follow(double& usual, double now) {
  usual = usual > 0 ? usual + kForget * (now - usual) : now;
}

double turn_deg(const std::optional<double>& a, const std::optional<double>& b) {
  return a && b ? std::abs(std::remainder(*a - *b, 360)) : 0;
}

}  // namespace

std::optional<PicturePause> PicturePauseWatch::look(const cv::Mat& levels, CaptureTime captured_at,
                                                    const std::optional<Telemetry>& telemetry) {
  const std::optional<PicturePause> pause = judge(levels);
  if (!pause) {
    paused_at_.reset();
    before_ = telemetry;
    return {};
  }
  if (!paused_at_) paused_at_ = captured_at;
  const bool too_long = captured_at - *paused_at_ > options_.longest;
  if (too_long && !(*pause == PicturePause::frozen && camera_moved(telemetry))) return {};
  return pause;
}

std::optional<PicturePause> PicturePauseWatch::judge(const cv::Mat& levels) {
  levels.depth() == CV_16U ? take<std::uint16_t>(levels, now_) : take<std::uint8_t>(levels, now_);
  const bool comparable = size_ == levels.size() && !last_.empty();
  if (!comparable) usual_change_ = usual_spread_ = 0;
  size_ = levels.size();
  std::uint32_t same = 0;
  std::uint64_t change = 0;
  for (std::size_t i = 0; comparable && i < now_.size();) {
    // A row's sum fits into 32 bits, which vector instructions like better.
    const std::size_t end = std::min(now_.size(), i + 16384);
    std::uint32_t change_here = 0;
    for (; i < end; ++i) {
      const int step = std::abs(int{now_[i]} - int{last_[i]});
      same += step == 0 ? 1U : 0U;
      change_here += static_cast<std::uint32_t>(step);
    }
    change += change_here;
  }
  const auto count = static_cast<double>(now_.size());
  const double mean_change = static_cast<double>(change) / count;
  const bool repeats = static_cast<double>(same) >= options_.same_share * count;
  frozen_ = comparable && (repeats || (frozen_ && mean_change < options_.same_change * usual_change_));
  last_.swap(now_);
  if (frozen_) return PicturePause::frozen;
  const double spread = spread_of(last_, levels.depth() == CV_8U);
  const double blank_below = std::max(options_.blank_spread * usual_spread_, kNoise);
  const bool blank = spread <= blank_below && spread < 2 * options_.blank_spread * usual_spread_;
  if (comparable && !blank) follow(usual_change_, mean_change);
  // A scene that stays even becomes the usual one, slowly.
  follow(usual_spread_, blank ? std::max(spread, 0.9 * usual_spread_) : spread);
  if (blank) return PicturePause::blank;
  return {};
}

bool PicturePauseWatch::camera_moved(const std::optional<Telemetry>& telemetry) const {
  if (!telemetry || !before_) return false;
  const auto moved_m = [](const std::optional<double>& a, const std::optional<double>& b, double metres) {
    return a && b ? std::abs(*a - *b) * metres : 0;
  };
  const double east = std::cos(before_->latitude_deg.value_or(0) * 0.01745329252);
  return std::hypot(moved_m(telemetry->latitude_deg, before_->latitude_deg, kMetresADegree),
                    moved_m(telemetry->longitude_deg, before_->longitude_deg, kMetresADegree * east)) >
             options_.moved_m ||
         turn_deg(telemetry->heading_deg, before_->heading_deg) > options_.moved_deg ||
         turn_deg(telemetry->gimbal_yaw_deg, before_->gimbal_yaw_deg) > options_.moved_deg ||
         turn_deg(telemetry->gimbal_pitch_deg, before_->gimbal_pitch_deg) > options_.moved_deg;
}

}  // namespace nightjar
