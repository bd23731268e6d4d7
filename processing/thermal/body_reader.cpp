#include "processing/thermal/body_reader.hpp"

#include <algorithm>
#include <array>
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

/// What it shows and its mirror image are looked at together: they are one spot, and are misread apart.
BodyReading BodyReader::read(const SpotPatch& patch) {
  constexpr int kLooks = 2;
  const std::array<int, 4> shape{kLooks, SpotPatch::layers, SpotPatch::kSide, SpotPatch::kSide};
  cv::Mat pixels(static_cast<int>(shape.size()), shape.data(), CV_32F);
  cv::Mat about(kLooks, static_cast<int>(patch.about.size()), CV_32F);
  const cv::Mat rows(SpotPatch::layers * SpotPatch::kSide, SpotPatch::kSide, CV_32F,
                     const_cast<float*>(patch.pixels.ptr<float>()));
  for (int look = 0; look < kLooks; ++look) {
    cv::Mat shown(rows.size(), CV_32F, pixels.ptr<float>(look));
    look == 0 ? rows.copyTo(shown) : cv::flip(rows, shown, 1);
    std::copy(patch.about.begin(), patch.about.end(), about.ptr<float>(look));
  }
  network_->net.setInput(pixels, "patch");
  network_->net.setInput(about, "about");
  std::vector<cv::Mat> out;
  network_->net.forward(out, std::vector<cv::String>{"scores", "middle"});
  BodyReading reading;
  for (int look = 0; look < kLooks; ++look) {
    const auto* of = out[0].ptr<float>(look);      // thing, person, animal, vehicle
    const auto* middle = out[1].ptr<float>(look);  // right, down
    const auto over_thing = [of](int which) { return (double{of[which]} - double{of[0]}) / kLooks; };
    reading.look.person += over_thing(1);
    reading.look.animal += over_thing(2);
    reading.look.vehicle += over_thing(3);
    reading.middle_m += cv::Point2d(look == 0 ? middle[0] : -middle[0], middle[1]) / kLooks;
  }
  return reading;
}

}  // namespace nightjar
