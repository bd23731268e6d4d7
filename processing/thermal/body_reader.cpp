#include "processing/thermal/body_reader.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>

#include "processing/thermal/models.hpp"

namespace nightjar {

double BodyLook::body() const {
  const double most = std::max({person, animal, vehicle});
  return most + std::log((std::exp(person - most) + std::exp(animal - most) + std::exp(vehicle - most)) / 3);
}

struct BodyReader::Network {
  cv::dnn::Net net;
};

BodyReader::BodyReader() : network_(std::make_unique<Network>()) {
  const auto model = body_reader_model();
  network_->net = cv::dnn::readNetFromONNX(reinterpret_cast<const char*>(model.data()), model.size());
  network_->net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
}
BodyReader::~BodyReader() = default;
BodyReader::BodyReader(BodyReader&&) noexcept = default;
BodyReader& BodyReader::operator=(BodyReader&&) noexcept = default;

BodyLook BodyReader::read(const SpotPatch& patch) {
  cv::Mat about(1, static_cast<int>(patch.about.size()), CV_32F);
  std::copy(patch.about.begin(), patch.about.end(), about.ptr<float>());
  network_->net.setInput(patch.pixels, "patch");
  network_->net.setInput(about, "about");
  const cv::Mat scores = network_->net.forward();  // 1 x 4: thing, person, animal, vehicle
  const auto* of = scores.ptr<float>();
  const auto over_thing = [of](int which) { return double{of[which]} - double{of[0]}; };
  return {over_thing(1), over_thing(2), over_thing(3)};
}

}  // namespace nightjar
