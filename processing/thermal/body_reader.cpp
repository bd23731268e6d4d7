#include "processing/thermal/body_reader.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <vector>

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

BodyReading BodyReader::read(const SpotPatch& patch) {
  cv::Mat about(1, static_cast<int>(patch.about.size()), CV_32F);
  std::copy(patch.about.begin(), patch.about.end(), about.ptr<float>());
  network_->net.setInput(patch.pixels, "patch");
  network_->net.setInput(about, "about");
  std::vector<cv::Mat> out;
  network_->net.forward(out, std::vector<cv::String>{"scores", "middle"});
  const auto* of = out[0].ptr<float>();      // thing, person, animal, vehicle
  const auto* middle = out[1].ptr<float>();  // right, down
  const auto over_thing = [of](int which) { return double{of[which]} - double{of[0]}; };
  return {{over_thing(1), over_thing(2), over_thing(3)}, {double{middle[0]}, double{middle[1]}}};
}

}  // namespace nightjar
