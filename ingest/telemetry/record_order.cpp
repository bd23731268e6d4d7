#include "ingest/telemetry/record_order.hpp"

#include <fmt/format.h>

#include <utility>

namespace nightjar {
namespace {

constexpr std::chrono::minutes kUsualGap{10};  // longer ones are a clock that was set, or one wrong record

bool follows(CaptureTime time, CaptureTime before) {
  return time >= before && time - before <= kUsualGap;
}

}  // namespace

RecordOrder::Taken RecordOrder::take(const Telemetry& record) {
  const CaptureTime time = record.measured_at;
  const auto doubtful = std::exchange(doubtful_, std::nullopt);
  if (!last_ || follows(time, *last_)) {
    last_ = time;
    return {{record}, false};
  }
  tell(time - *last_);
  if (doubtful && follows(time, doubtful->measured_at)) {
    const bool went_back = doubtful->measured_at < *last_;
    last_ = time;
    return {{*doubtful, record}, went_back};
  }
  doubtful_ = record;
  return {};
}

void RecordOrder::tell(std::chrono::microseconds step) {
  const bool back = step.count() < 0;
  if (std::exchange(back ? told_back_ : told_ahead_, true)) return;
  const double step_s = std::chrono::duration<double>(step).count();
  news_ = back ? fmt::format("time runs back by {:.3f} s", -step_s)
               : fmt::format("time leaps ahead by {:.3f} s", step_s);
}

std::optional<std::string> RecordOrder::take_news() {
  return std::exchange(news_, std::nullopt);
}

}  // namespace nightjar
