//! BibTeX of the papers that formulas, claims and figures come from.

/// One paper.
pub(super) struct Work {
    /// What a source line of a registry entry or a claim says where it means this paper.
    pub(super) cited: &'static [&'static str],
    kind: &'static str,
    key: &'static str,
    author: &'static str,
    title: &'static str,
    /// Journal, proceedings or institution, and year.
    place: (&'static str, u16),
    /// arXiv number, empty without one.
    eprint: &'static str,
}

impl Work {
    /// The BibTeX entry.
    pub(super) fn bibtex(&self) -> String {
        let field = match self.kind {
            "article" => "journal",
            "misc" => "howpublished",
            "book" => "publisher",
            _ => "booktitle",
        };
        let mut lines = vec![
            format!("@{}{{{},", self.kind, self.key),
            format!("  author = {{{}}},", self.author),
            format!("  title = {{{{{}}}}},", self.title),
        ];
        if !self.place.0.is_empty() {
            lines.push(format!("  {field} = {{{}}},", self.place.0));
        }
        lines.push(format!("  year = {{{}}},", self.place.1));
        if !self.eprint.is_empty() {
            lines.push(format!("  eprint = {{{}}},", self.eprint));
            lines.push("  archiveprefix = {arXiv},".into());
        }
        lines.join("\n") + "\n}\n"
    }
}

/// The entry of saddleflow itself.
pub(super) fn saddleflow() -> String {
    let (version, title) = (env!("CARGO_PKG_VERSION"), env!("CARGO_PKG_DESCRIPTION"));
    format!(
        "@software{{saddleflow,\n  author = {{The saddleflow developers}},\n  title = {{saddleflow: {title}}},\n  version = {{{version}}},\n  year = {{2026}},\n}}\n"
    )
}

/// `"cited" … => kind key "author" "title" "place" year "arXiv"`, by year.
macro_rules! works {
    ($($($cited:literal)+ => $kind:ident $key:ident $author:literal $title:literal $place:literal $year:literal $eprint:literal;)+) => {
        /// Every paper a source line may mean.
        pub(super) const WORKS: &[Work] = &[$(Work {
            cited: &[$($cited),+],
            kind: stringify!($kind),
            key: stringify!($key),
            author: $author,
            title: $title,
            place: ($place, $year),
            eprint: $eprint,
        }),+];
    };
}

works! {
    "Polyak 1964" => article polyak1964 "Polyak, Boris T." "Some methods of speeding up the convergence of iteration methods" "USSR Computational Mathematics and Mathematical Physics" 1964 "";
    "Korpelevich 1976" => article korpelevich1976 "Korpelevich, Galina M." "The extragradient method for finding saddle points and other problems" "Matecon" 1976 "";
    "Rockafellar 1976" => article rockafellar1976 "Rockafellar, R. Tyrrell" "Monotone operators and the proximal point algorithm" "SIAM Journal on Control and Optimization" 1976 "";
    "Dempster" => article dempster1977 "Dempster, Arthur P. and Laird, Nan M. and Rubin, Donald B." "Maximum likelihood from incomplete data via the EM algorithm" "Journal of the Royal Statistical Society, Series B" 1977 "";
    "Popov 1980" => article popov1980 "Popov, Leonid D." "A modification of the Arrow-Hurwicz method for search of saddle points" "Mathematical Notes of the Academy of Sciences of the USSR" 1980 "";
    "Polyak, Juditsky 1992" => article polyak1992 "Polyak, Boris T. and Juditsky, Anatoli B." "Acceleration of stochastic approximation by averaging" "SIAM Journal on Control and Optimization" 1992 "";
    "LeCun et al. 1998" => inproceedings lecun1998 "LeCun, Yann and Bottou, L{\\'e}on and Orr, Genevieve B. and M{\\\"u}ller, Klaus-Robert" "Efficient BackProp" "Neural Networks: Tricks of the Trade" 1998 "";
    "Tipping" => article tipping1999 "Tipping, Michael E. and Bishop, Christopher M." "Probabilistic Principal Component Analysis" "Journal of the Royal Statistical Society, Series B" 1999 "";
    "Hairer" => book hairer2006 "Hairer, Ernst and Lubich, Christian and Wanner, Gerhard" "Geometric Numerical Integration" "Springer" 2006 "";
    "Hinton, Salakhutdinov 2006" => article hinton2006 "Hinton, Geoffrey E. and Salakhutdinov, Ruslan R." "Reducing the dimensionality of data with neural networks" "Science" 2006 "";
    "Vassilvitskii" => inproceedings arthur2007 "Arthur, David and Vassilvitskii, Sergei" "k-means++: The Advantages of Careful Seeding" "Proceedings of the 18th Annual ACM-SIAM Symposium on Discrete Algorithms" 2007 "";
    "Glorot" => inproceedings glorot2010 "Glorot, Xavier and Bengio, Yoshua" "Understanding the difficulty of training deep feedforward neural networks" "Proceedings of the 13th International Conference on Artificial Intelligence and Statistics" 2010 "";
    "Tieleman" => misc tieleman2012 "Tieleman, Tijmen and Hinton, Geoffrey" "Lecture 6.5: RMSProp" "COURSERA: Neural Networks for Machine Learning" 2012 "";
    "Maas" => inproceedings maas2013 "Maas, Andrew L. and Hannun, Awni Y. and Ng, Andrew Y." "Rectifier Nonlinearities Improve Neural Network Acoustic Models" "ICML Workshop on Deep Learning for Audio, Speech and Language Processing" 2013 "";
    "Goodfellow et al. 2014" "Goodfellow 2014" => inproceedings goodfellow2014 "Goodfellow, Ian and Pouget-Abadie, Jean and Mirza, Mehdi and Xu, Bing and Warde-Farley, David and Ozair, Sherjil and Courville, Aaron and Bengio, Yoshua" "Generative Adversarial Nets" "Advances in Neural Information Processing Systems 27" 2014 "1406.2661";
    "Kingma, Welling" => inproceedings kingma2014 "Kingma, Diederik P. and Welling, Max" "Auto-Encoding Variational Bayes" "International Conference on Learning Representations" 2014 "1312.6114";
    "Kingma, Ba" => inproceedings kingma2015 "Kingma, Diederik P. and Ba, Jimmy" "Adam: A Method for Stochastic Optimization" "International Conference on Learning Representations" 2015 "1412.6980";
    "He et al. 2015" => inproceedings he2015 "He, Kaiming and Zhang, Xiangyu and Ren, Shaoqing and Sun, Jian" "Delving Deep into Rectifiers: Surpassing Human-Level Performance on ImageNet Classification" "IEEE International Conference on Computer Vision" 2015 "1502.01852";
    "Radford" => inproceedings radford2016 "Radford, Alec and Metz, Luke and Chintala, Soumith" "Unsupervised Representation Learning with Deep Convolutional Generative Adversarial Networks" "International Conference on Learning Representations" 2016 "1511.06434";
    "Nowozin, Cseke" "Nowozin et al. 2016" "f-GAN" => inproceedings nowozin2016 "Nowozin, Sebastian and Cseke, Botond and Tomioka, Ryota" "f-GAN: Training Generative Neural Samplers using Variational Divergence Minimization" "Advances in Neural Information Processing Systems 29" 2016 "1606.00709";
    "Arjovsky et al. 2017" "Arjovsky, Chintala, Bottou 2017" "Arjovsky 2017" => inproceedings arjovsky2017 "Arjovsky, Martin and Chintala, Soumith and Bottou, L{\\'e}on" "Wasserstein Generative Adversarial Networks" "Proceedings of the 34th International Conference on Machine Learning" 2017 "1701.07875";
    "Arjovsky & Bottou 2017" "Arjovsky and Bottou 2017" "Arjovsky, Bottou 2017" => inproceedings arjovsky2017towards "Arjovsky, Martin and Bottou, L{\\'e}on" "Towards Principled Methods for Training Generative Adversarial Networks" "International Conference on Learning Representations" 2017 "1701.04862";
    "Sønderby" => inproceedings sonderby2017 "S{\\o}nderby, Casper Kaae and Caballero, Jose and Theis, Lucas and Shi, Wenzhe and Husz{\\'a}r, Ferenc" "Amortised MAP Inference for Image Super-resolution" "International Conference on Learning Representations" 2017 "1610.04490";
    "Donahue" => inproceedings donahue2017 "Donahue, Jeff and Kr{\\\"a}henb{\\\"u}hl, Philipp and Darrell, Trevor" "Adversarial Feature Learning" "International Conference on Learning Representations" 2017 "1605.09782";
    "Dumoulin et al. 2017" => inproceedings dumoulin2017 "Dumoulin, Vincent and Belghazi, Ishmael and Poole, Ben and Mastropietro, Olivier and Lamb, Alex and Arjovsky, Martin and Courville, Aaron" "Adversarially Learned Inference" "International Conference on Learning Representations" 2017 "1606.00704";
    "Higgins" => inproceedings higgins2017 "Higgins, Irina and Matthey, Loic and Pal, Arka and Burgess, Christopher and Glorot, Xavier and Botvinick, Matthew and Mohamed, Shakir and Lerchner, Alexander" "beta-VAE: Learning Basic Visual Concepts with a Constrained Variational Framework" "International Conference on Learning Representations" 2017 "";
    "Gulrajani" => inproceedings gulrajani2017 "Gulrajani, Ishaan and Ahmed, Faruk and Arjovsky, Martin and Dumoulin, Vincent and Courville, Aaron" "Improved Training of Wasserstein GANs" "Advances in Neural Information Processing Systems 30" 2017 "1704.00028";
    "Kodali" => misc kodali2017 "Kodali, Naveen and Abernethy, Jacob and Hays, James and Kira, Zsolt" "On Convergence and Stability of GANs" "" 2017 "1705.07215";
    "Roth" => inproceedings roth2017 "Roth, Kevin and Lucchi, Aurelien and Nowozin, Sebastian and Hofmann, Thomas" "Stabilizing Training of Generative Adversarial Networks through Regularization" "Advances in Neural Information Processing Systems 30" 2017 "1705.09367";
    "Mescheder, Nowozin, Geiger 2017" "Mescheder et al. 2017" => inproceedings mescheder2017 "Mescheder, Lars and Nowozin, Sebastian and Geiger, Andreas" "The Numerics of GANs" "Advances in Neural Information Processing Systems 30" 2017 "1705.10461";
    "Nagarajan" => inproceedings nagarajan2017 "Nagarajan, Vaishnavh and Kolter, J. Zico" "Gradient descent GAN optimization is locally stable" "Advances in Neural Information Processing Systems 30" 2017 "1706.04156";
    "Mao" => inproceedings mao2017 "Mao, Xudong and Li, Qing and Xie, Haoran and Lau, Raymond Y. K. and Wang, Zhen and Smolley, Stephen Paul" "Least Squares Generative Adversarial Networks" "IEEE International Conference on Computer Vision" 2017 "1611.04076";
    "Lim" => misc lim2017 "Lim, Jae Hyun and Ye, Jong Chul" "Geometric GAN" "" 2017 "1705.02894";
    "Metz et al. 2017" => inproceedings metz2017 "Metz, Luke and Poole, Ben and Pfau, David and Sohl-Dickstein, Jascha" "Unrolled Generative Adversarial Networks" "International Conference on Learning Representations" 2017 "1611.02163";
    "Mescheder et al. 2018" "Mescheder, Geiger, Nowozin 2018" "Mescheder 2018" => inproceedings mescheder2018 "Mescheder, Lars and Geiger, Andreas and Nowozin, Sebastian" "Which Training Methods for GANs do actually Converge?" "Proceedings of the 35th International Conference on Machine Learning" 2018 "1801.04406";
    "Miyato" => inproceedings miyato2018 "Miyato, Takeru and Kataoka, Toshiki and Koyama, Masanori and Yoshida, Yuichi" "Spectral Normalization for Generative Adversarial Networks" "International Conference on Learning Representations" 2018 "1802.05957";
    "Balduzzi" => inproceedings balduzzi2018 "Balduzzi, David and Racaniere, Sebastien and Martens, James and Foerster, Jakob and Tuyls, Karl and Graepel, Thore" "The Mechanics of n-Player Differentiable Games" "Proceedings of the 35th International Conference on Machine Learning" 2018 "1802.05642";
    "Daskalakis" => inproceedings daskalakis2018 "Daskalakis, Constantinos and Ilyas, Andrew and Syrgkanis, Vasilis and Zeng, Haoyang" "Training GANs with Optimism" "International Conference on Learning Representations" 2018 "1711.00141";
    "Variational Inequality Perspective" "Gidel et al. 2019; the damped form" => inproceedings gidel2019variational "Gidel, Gauthier and Berard, Hugo and Vignoud, Ga{\\\"e}tan and Vincent, Pascal and Lacoste-Julien, Simon" "A Variational Inequality Perspective on Generative Adversarial Networks" "International Conference on Learning Representations" 2019 "1802.10551";
    "Negative Momentum" => inproceedings gidel2019negative "Gidel, Gauthier and Hemmat, Reyhane Askari and Pezeshki, Mohammad and Le Priol, R{\\'e}mi and Huang, Gabriel and Lacoste-Julien, Simon and Mitliagkas, Ioannis" "Negative Momentum for Improved Game Dynamics" "Proceedings of the 22nd International Conference on Artificial Intelligence and Statistics" 2019 "1807.04740";
    "Jolicoeur" => inproceedings jolicoeur2019 "Jolicoeur-Martineau, Alexia" "The relativistic discriminator: a key element missing from standard GAN" "International Conference on Learning Representations" 2019 "1807.00734";
    "Nie" => inproceedings nie2019 "Nie, Weili and Patel, Ankit B." "Towards a Better Understanding and Regularization of GAN Training Dynamics" "Conference on Uncertainty in Artificial Intelligence" 2019 "1806.09235";
    "Schäfer" => inproceedings schaefer2019 "Sch{\\\"a}fer, Florian and Anandkumar, Anima" "Competitive Gradient Descent" "Advances in Neural Information Processing Systems 32" 2019 "1905.12103";
    "Yazıcı" "Yazici" => inproceedings yazici2019 "Yaz{\\i}c{\\i}, Yasin and Foo, Chuan-Sheng and Winkler, Stefan and Yap, Kim-Hui and Piliouras, Georgios and Chandrasekhar, Vijay" "The Unusual Effectiveness of Averaging in GAN Training" "International Conference on Learning Representations" 2019 "1806.04498";
    "Zhang et al. 2019" => inproceedings zhang2019 "Zhang, Michael R. and Lucas, James and Hinton, Geoffrey and Ba, Jimmy" "Lookahead Optimizer: k steps forward, 1 step back" "Advances in Neural Information Processing Systems 32" 2019 "1907.08610";
    "Chavdarova" => inproceedings chavdarova2021 "Chavdarova, Tatjana and Pagliardini, Matteo and Stich, Sebastian U. and Fleuret, Fran{\\c{c}}ois and Jaggi, Martin" "Taming GANs with Lookahead-Minmax" "International Conference on Learning Representations" 2021 "2006.14567";
    "Rosca" => inproceedings rosca2021 "Rosca, Mihaela and Wu, Yan and Dherin, Benoit and Barrett, David G. T." "Discretization Drift in Two-Player Games" "Proceedings of the 38th International Conference on Machine Learning" 2021 "2105.13922";
    "Tseng" => inproceedings tseng2021 "Tseng, Hung-Yu and Jiang, Lu and Liu, Ce and Yang, Ming-Hsuan and Yang, Weilong" "Regularizing Generative Adversarial Networks under Limited Data" "IEEE/CVF Conference on Computer Vision and Pattern Recognition" 2021 "2104.03310";
    "Huang et al. 2024" "R3GAN" => inproceedings huang2024 "Huang, Yiwen and Gokaslan, Aaron and Kuleshov, Volodymyr and Tompkin, James" "The GAN is dead; long live the GAN! A Modern Baseline GAN" "Advances in Neural Information Processing Systems 37" 2024 "2501.05441";
}
