<?php
// What plugins of real sites add: types of posts of their own.
add_action(
	'init',
	function () {
		register_post_type(
			'dossier',
			array(
				'label'        => 'Dossiers',
				'public'       => true,
				'show_in_rest' => true,
				'rest_base'    => 'dossiers',
				'supports'     => array( 'title', 'editor', 'author', 'thumbnail', 'excerpt' ),
				'taxonomies'   => array( 'category', 'post_tag' ),
				'rewrite'      => array( 'slug' => 'dossiers' ),
			)
		);
		// One that REST does not know.
		register_post_type(
			'leaflet',
			array(
				'label'  => 'Leaflets',
				'public' => true,
			)
		);
	}
);
