#include "ingest/own/own_positions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "ingest/own/own_position_line.hpp"

namespace nightjar {

OwnPositions::OwnPositions(const std::string& place, std::function<void(const std::string&)> refused)
    : place_(place), refused_(std::move(refused)), live_(place.find("://") != std::string::npos) {
  if (!live_) {
    read_file();
    return;
  }
  TelemetrySocketOptions options;
  options.heard = [this](std::string_view line) { take(line, place_); };
  socket_ = std::make_unique<TelemetrySocket>(place_, std::move(options));
}

OwnPositions::~OwnPositions() = default;

void OwnPositions::read_file() {
  std::ifstream stream(place_);
  if (!stream) throw std::runtime_error(place_ + ": cannot be read, expected a file of positions");
  std::string line;
  for (int number = 1; std::getline(stream, line); ++number)
    if (line.find_first_not_of(" \t\r") != std::string::npos)
      take(line, fmt::format("{}:{}", place_, number));
  std::stable_sort(positions_.begin(), positions_.end(),
                   [](const OwnPosition& a, const OwnPosition& b) { return a.at < b.at; });
}

void OwnPositions::take(std::string_view line, const std::string& where) {
  OwnPositionLine read = read_own_position(line, where);
  {
    const std::scoped_lock held(lock_);
    if (read.position) {
      positions_.push_back(std::move(*read.position));
    } else {
      ++bad_lines_;
    }
    while (live_ && positions_.size() > kKept) {
      positions_.pop_front();
      ++first_;
    }
  }
  if (!read.error.empty() && refused_) refused_(read.error);
}

std::vector<OwnPosition> OwnPositions::take_new(Cursor& cursor, CaptureTime now) const {
  const std::scoped_lock held(lock_);
  std::vector<OwnPosition> fresh;
  cursor.next = std::max(cursor.next, first_);
  for (; cursor.next - first_ < positions_.size(); ++cursor.next) {
    const OwnPosition& position = positions_[cursor.next - first_];
    if (!live_ && position.at > now) break;
    fresh.push_back(position);
  }
  return fresh;
}

std::uint64_t OwnPositions::taken() const {
  const std::scoped_lock held(lock_);
  return first_ + positions_.size();
}

std::uint64_t OwnPositions::bad_lines() const {
  const std::scoped_lock held(lock_);
  return bad_lines_;
}

}  // namespace nightjar
